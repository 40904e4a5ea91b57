using Governance.Consent.Records;
using Governance.ServiceDefaults.Errors;

namespace Governance.Consent.Decisions.Caching;

/// <summary>What one request (or message) has changed: before it is answered with success, no instance decides from before the change.</summary>
internal sealed class CacheEffects(DecisionCache cache, CacheBarrier barrier) : IDisposable
{
    private readonly List<ulong> _transactions = [];
    private readonly List<StreamKey> _histories = [];
    private bool _everything;

    public void Add(ulong transaction, IEnumerable<StreamKey> histories)
    {
        _transactions.Add(transaction);
        _histories.AddRange(histories);
    }

    public void AddEverything(ulong transaction)
    {
        _transactions.Add(transaction);
        _everything = true;
    }

    /// <summary>Call after the commit.</summary>
    public Task PassAsync(CancellationToken ct) => _transactions.Count == 0 ? Task.CompletedTask : DropAndPassAsync(ct);

    /// <summary>Work that nobody waits for, such as a message's, takes effect just as fast.</summary>
    public void Dispose() => _ = PassAsync(CancellationToken.None);

    private Task DropAndPassAsync(CancellationToken ct)
    {
        if (_everything)
            cache.Clear();
        else
            _histories.ForEach(cache.Drop);
        ulong[] transactions = [.. _transactions];
        _transactions.Clear();
        return barrier.PassAsync(transactions, ct);
    }
}

internal static class CacheEffectsFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Every endpoint of the group answers only once what it changed is in effect everywhere. Outermost, so after the commit.</summary>
    public static RouteGroupBuilder WithEffects(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var result = await next(context);
        try
        {
            await context.HttpContext.RequestServices.GetRequiredService<CacheEffects>().PassAsync(CancellationToken.None).WaitAsync(Patience);
            return result;
        }
        catch (TimeoutException)
        {
            context.HttpContext.Response.Headers.RetryAfter = "5";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "effect-unconfirmed", "It is recorded, but not every instance has confirmed it. Repeat the request with the same Idempotency-Key.");
        }
    });
}
