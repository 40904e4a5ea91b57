using System.Threading.Channels;
using Governance.Consent.Decisions.Caching;

namespace Governance.Consent.Import;

/// <summary>Wakes the worker of this process; the others' find the import when they look next.</summary>
internal sealed class ImportSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => CacheSignals.WaitAsync(_channel.Reader, atMost, ct);
}
