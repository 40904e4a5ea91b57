using System.Threading.Channels;

namespace Governance.Audit.Work;

/// <summary>Wakes a worker in this process; a poll finds what other instances were asked.</summary>
internal sealed class WakeUp<TWorker>(TimeProvider clock)
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    public async Task WaitAsync(TimeSpan poll, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(poll, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await _channel.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The poll is the safety net.
        }
    }
}
