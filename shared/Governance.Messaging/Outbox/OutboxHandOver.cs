using System.Threading.Channels;

namespace Governance.Messaging.Outbox;

/// <summary>
/// For writers with a statement of their own: rows that they lease to this process as they insert them are published from memory, not read
/// back. What gets lost on the way is found by any dispatcher once its lease has run out.
/// </summary>
public sealed class OutboxHandOver(TimeProvider clock)
{
    /// <summary>Held in memory at most; what exceeds it is inserted without a lease and read back.</summary>
    private const int Most = 4_096;

    private readonly Channel<OutboxMessage> _channel = Channel.CreateUnbounded<OutboxMessage>(new UnboundedChannelOptions { SingleReader = true });
    private int _held;

    internal Guid Lease { get; } = Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>Leases the rows, if there is room. Insert them as they are then, commit, publish, dispose.</summary>
    public Leased LeaseFor(IReadOnlyList<OutboxMessage> messages)
    {
        if (Interlocked.Add(ref _held, messages.Count) > Most)
        {
            Interlocked.Add(ref _held, -messages.Count);
            return new(this, []);
        }
        foreach (var message in messages)
            (message.Lease, message.LeasedUntil, message.Attempts) = (Lease, clock.GetUtcNow() + OutboxStore.LeaseTime, 1);
        return new(this, messages);
    }

    /// <summary>Waits for the first, then takes what there is.</summary>
    internal async Task<List<OutboxMessage>> TakeAsync(int count, CancellationToken ct)
    {
        var taken = new List<OutboxMessage>();
        await _channel.Reader.WaitToReadAsync(ct);
        while (taken.Count < count && _channel.Reader.TryRead(out var message))
            taken.Add(message);
        Interlocked.Add(ref _held, -taken.Count);
        return taken;
    }

    /// <summary>Rows between their insert and its commit.</summary>
    public sealed class Leased(OutboxHandOver owner, IReadOnlyList<OutboxMessage> messages) : IDisposable
    {
        private bool _published;

        /// <summary>False when there was no room: set the <see cref="OutboxSignal"/> after the commit instead.</summary>
        public bool IsHeld => messages.Count > 0;

        public void Publish()
        {
            _published = true;
            foreach (var message in messages)
                owner._channel.Writer.TryWrite(message);
        }

        public void Dispose()
        {
            if (!_published)
                Interlocked.Add(ref owner._held, -messages.Count);
        }
    }
}
