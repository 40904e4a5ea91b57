using System.Security.Cryptography;
using System.Threading.Channels;
using Governance.Audit.Payloads;
using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Governance.Audit.Log;

/// <summary>
/// Gathers entries into batches (up to 1,024, or what comes within 100 ms) and has them written, one batch at a time; the next is gathered and
/// prepared meanwhile. While the database can't be written it keeps trying: the messages stay unacknowledged at the broker.
/// </summary>
internal sealed partial class Sequencer(LogAppender appender, StartupTasks startup, TimeProvider clock, ILogger<Sequencer> logger) : BackgroundService, IHealthCheck
{
    public const int MaxBatch = 1024;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private volatile bool _isDamaged;

    /// <summary>Returns when the entry stands in the log.</summary>
    public async Task AppendAsync(PendingEntry entry, CancellationToken ct)
    {
        var waiting = new Waiting(entry, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_waiting.Writer.TryWrite(waiting))
            throw new OperationCanceledException("The service is stopping.");
        await waiting.Done.Task.WaitAsync(ct);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isDamaged ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>();
        var (writing, newKeys) = (Task.CompletedTask, (IReadOnlyList<PayloadKey>)[]);
        try
        {
            await startup.WaitAsync(stoppingToken);
            while (true)
            {
                batch = new List<Waiting>(MaxBatch);
                await GatherAsync(batch, stoppingToken);
                var prepared = await PrepareAsync(batch, writing.IsCompleted ? [] : newKeys, stoppingToken);
                await writing;
                newKeys = prepared?.Payloads.NewKeys ?? [];
                writing = WriteAsync(batch, prepared, stoppingToken);
            }
        }
        finally
        {
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryRead(out var left))
                batch.Add(left);
            foreach (var left in batch)
                left.Done.TrySetCanceled(stoppingToken);
        }
    }

    private async Task GatherAsync(List<Waiting> batch, CancellationToken ct)
    {
        batch.Add(await _waiting.Reader.ReadAsync(ct));
        var begun = clock.GetTimestamp();
        while (true)
        {
            while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var next))
                batch.Add(next);
            var left = MaxWait - clock.GetElapsedTime(begun);
            if (batch.Count == MaxBatch || left <= TimeSpan.Zero || !await MoreWithinAsync(left < QuietTime ? left : QuietTime, ct))
                return;
        }
    }

    private async Task<bool> MoreWithinAsync(TimeSpan time, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            return await _waiting.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <returns>Null when it failed: writing prepares the batch again, and deals with the fault.</returns>
    private async Task<PreparedBatch?> PrepareAsync(IReadOnlyList<Waiting> batch, IReadOnlyList<PayloadKey> newKeys, CancellationToken ct)
    {
        try
        {
            return await appender.PrepareAsync([.. batch.Select(w => w.Entry)], newKeys, ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task WriteAsync(IReadOnlyList<Waiting> batch, PreparedBatch? prepared, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (prepared is not null)
                    await appender.WriteAsync(prepared, ct);
                else
                    await appender.AppendAsync([.. batch.Select(w => w.Entry)], ct);
                _isDamaged = false;
                foreach (var waiting in batch)
                    waiting.Done.TrySetResult();
                return;
            }
            catch (StaleBatchException) when (prepared is not null)
            {
                prepared = null;
            }
            catch (Exception exception) when (IsFaultOfAnEntry(exception))
            {
                await WriteApartAsync(batch, exception, ct);
                return;
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                _isDamaged = exception is LogDamagedException or CryptographicException or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
                prepared = null;
                LogNotWritten(batch.Count, attempt, exception.GetType().Name);
                var pause = TimeSpan.FromMilliseconds(100 << Math.Min(attempt, 6));
                await Task.Delay(pause < MaxPause ? pause : MaxPause, clock, ct);
            }
            catch (OperationCanceledException)
            {
                foreach (var waiting in batch)
                    waiting.Done.TrySetCanceled(ct);
                throw;
            }
        }
    }

    /// <summary>Only the entry at fault is refused: halves are tried until it stands alone.</summary>
    private async Task WriteApartAsync(IReadOnlyList<Waiting> batch, Exception fault, CancellationToken ct)
    {
        if (batch.Count == 1)
        {
            batch[0].Done.TrySetException(fault);
            return;
        }

        var half = batch.Count / 2;
        await WriteAsync([.. batch.Take(half)], null, ct);
        await WriteAsync([.. batch.Skip(half)], null, ct);
    }

    private static bool IsFaultOfAnEntry(Exception exception) =>
        exception is InvalidDataException || (exception is PostgresException { SqlState: { } state } && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal)));

    [LoggerMessage(LogLevel.Error, "A batch of {Count} entries is not written yet (attempt {Attempt}): {Error}")]
    private partial void LogNotWritten(int count, int attempt, string error);

    private sealed record Waiting(PendingEntry Entry, TaskCompletionSource Done);
}
