using Microsoft.Extensions.Options;

namespace Governance.Consent.Decisions.Caching;

/// <summary>
/// Whether this instance may answer from its cache at this instant. Those who write wait for an instance until it has dropped what
/// they changed, or until its lease has certainly run out; so an instance that could not renew its lease stops by itself.
/// </summary>
internal sealed class CacheLease(IOptions<DecisionCacheOptions> options, TimeProvider clock)
{
    private readonly long _ticks = (long)(options.Value.Lease.TotalSeconds * clock.TimestampFrequency);
    private State _state = new(0, DateTimeOffset.MinValue, false);

    /// <summary>Ask after looking into the cache, during the request that is answered.</summary>
    public bool Holds()
    {
        var state = Volatile.Read(ref _state);
        // The second clock is for machines that were put to sleep: the first one may have stood still.
        return state.Held && clock.GetTimestamp() - state.From < _ticks && (clock.GetUtcNow() - state.FromUtc).Duration() < options.Value.Lease;
    }

    /// <summary>The time before a renewal is sent: the lease counts from there.</summary>
    public (long, DateTimeOffset) Mark() => (clock.GetTimestamp(), clock.GetUtcNow());

    public void Renew((long From, DateTimeOffset FromUtc) mark) => Volatile.Write(ref _state, new(mark.From, mark.FromUtc, true));

    public void Lose() => Volatile.Write(ref _state, new(0, DateTimeOffset.MinValue, false));

    private sealed record State(long From, DateTimeOffset FromUtc, bool Held);
}
