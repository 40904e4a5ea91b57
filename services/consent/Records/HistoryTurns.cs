using Governance.Consent.Subjects;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Privacy;

namespace Governance.Consent.Records;

/// <summary>
/// For calls that keep a transaction open around a history: one at a time on each, so that a crowd at one history waits here and not
/// with a connection each. What is written between them comes from <see cref="RecordQueue"/> as ever.
/// </summary>
internal sealed class HistoryTurns
{
    private const int AtOnce = 16;

    private readonly Combiner<Turn> _waiting = new(AtOnce, 1, _ => 1, turn => turn.Keys, turns => turns[0].RunAsync());

    /// <summary>Dispose it when the transaction has ended.</summary>
    public async Task<IDisposable> TakeAsync(IReadOnlyList<StreamKey> keys, CancellationToken ct)
    {
        var turn = new Turn(keys);
        await using var leaving = ct.UnsafeRegister(static (t, token) => ((Turn)t!).Leave(token), turn);
        _waiting.Add(turn);
        await turn.Granted;
        return turn;
    }

    private sealed class Turn(IReadOnlyList<StreamKey> keys) : IDisposable
    {
        private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<StreamKey> Keys => keys;

        public Task Granted => _granted.Task;

        public Task RunAsync() => _granted.TrySetResult() ? _done.Task : Task.CompletedTask;

        public void Leave(CancellationToken ct) => _granted.TrySetCanceled(ct);

        public void Dispose() => _done.TrySetResult();
    }
}

internal static class HistoryTurnFilter
{
    /// <summary>Before the filter of the Idempotency-Key, which begins the transaction. Without a key what is handed in goes through the queue.</summary>
    public static RouteHandlerBuilder InTurn<TBody>(this RouteHandlerBuilder builder, Func<TBody, IEnumerable<(SubjectReference Subject, string Purpose)>> histories, bool always = false) =>
        builder.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (!always && !http.Request.Headers.ContainsKey(IdempotencyFilter.Header))
                return await next(context);
            var pseudonymizer = http.RequestServices.GetRequiredService<SubjectPseudonymizer>();
            // What looks unusual may be refused later on: it has no turn, which costs it nothing but the wait.
            StreamKey[] keys = [.. histories(context.Arguments.OfType<TBody>().First())
                .Where(h => h.Subject.IsPlain() && CodeRules.IsCode(h.Purpose))
                .Select(h => new StreamKey(h.Subject.Pseudonym(pseudonymizer), h.Purpose)).Distinct()];
            using var turn = await http.RequestServices.GetRequiredService<HistoryTurns>().TakeAsync(keys, http.RequestAborted);
            return await next(context);
        });
}
