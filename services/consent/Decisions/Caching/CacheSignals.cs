using System.Threading.Channels;

namespace Governance.Consent.Decisions.Caching;

/// <summary>Wake-up calls inside this process; whoever misses one finds out at its next beat.</summary>
internal sealed class CacheSignals
{
    /// <summary>Channel on which PostgreSQL tells that something has changed.</summary>
    public const string Changed = "consent_cache_changed";

    /// <summary>Channel on which PostgreSQL tells that an instance has dropped what was changed.</summary>
    public const string Dropped = "consent_cache_dropped";

    private readonly Channel<bool> _changes = Make();
    private readonly Channel<bool> _drops = Make();

    public void Raise(string channel) => (channel == Changed ? _changes : _drops).Writer.TryWrite(true);

    public static async Task WaitAsync(ChannelReader<bool> reader, TimeSpan atMost, CancellationToken ct)
    {
        if (reader.TryRead(out _))
            return;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(atMost);
        try
        {
            await reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The beat is the safety net.
        }
    }

    public ChannelReader<bool> Changes => _changes.Reader;

    public ChannelReader<bool> Drops => _drops.Reader;

    private static Channel<bool> Make() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
