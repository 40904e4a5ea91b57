using Governance.Messaging.Idempotency;
using Governance.Messaging.Outbox;

namespace Governance.Consent.Records;

/// <summary>A caller who waits until what it adds to histories is written.</summary>
/// <param name="make">What it adds on top of the histories it is given (in the order of the keys); it may be asked again.</param>
/// <param name="keep">The answer to keep under the caller's Idempotency-Key, once made; null when there is no key or nothing was added.</param>
internal sealed class PendingAppend(IReadOnlyList<StreamKey> keys, Func<ConsentEntry[][], IReadOnlyList<Addition>> make, Func<IdempotencyRecord?>? keep)
{
    private readonly TaskCompletionSource<ulong?> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private int _taken;

    public IReadOnlyList<StreamKey> Keys => keys;

    public bool IsKeyed => keep is not null;

    public bool IsDone => _written.Task.IsCompleted;

    /// <summary>The transaction; null when the group wrote nothing.</summary>
    public Task<ulong?> Written => _written.Task;

    /// <summary>From here on it is written, whether or not the caller stays.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>The caller has gone: nothing is written unless that has begun.</summary>
    public void Abandon(CancellationToken ct)
    {
        if (TryBegin())
            _written.TrySetCanceled(ct);
    }

    public void Succeed(ulong? transaction) => _written.TrySetResult(transaction);

    public void Fail(Exception exception) => _written.TrySetException(exception);

    /// <summary>In the caller's own context (its trace goes into the events). Null when that failed, which concerns this caller only.</summary>
    public IReadOnlyList<Addition>? Make(ConsentEntry[][] histories, RecordRows rows, MessageOutbox outbox)
    {
        IReadOnlyList<Addition>? additions = null;
        void InContext(object? state)
        {
            additions = make(histories);
            rows.Add(additions, outbox, keep?.Invoke());
        }
        try
        {
            if (_context is null)
                InContext(null);
            else
                ExecutionContext.Run(_context, InContext, null);
            return additions;
        }
        catch (Exception exception)
        {
            Fail(exception);
            return null;
        }
    }
}
