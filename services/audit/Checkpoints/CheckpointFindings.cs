using Governance.Audit.Data;
using Governance.Contracts;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.Notes;
using Governance.ServiceDefaults;

namespace Governance.Audit.Checkpoints;

/// <summary>Raises what was found as events, each of which becomes an entry. The same finding is raised once.</summary>
internal sealed partial class CheckpointFindings(IServiceScopeFactory scopes, MessageOutbox outbox, EventHeaders headers, ILogger<CheckpointFindings> logger)
{
    private readonly HashSet<string> _raised = [];

    public async Task RefusedAsync(PublishResult result, CancellationToken ct)
    {
        var (published, log) = (result.Current?.Checkpoint, result.Log);
        // A log that goes on growing is the same finding: what makes it another is the checkpoint that it contradicts.
        if (!IsNew($"refused {result.Reason} {published?.Size}"))
            return;
        LogRefused(result.Reason!, published?.Size, log?.Size);
        await RaiseAsync(
            $"refused {result.Reason} {published?.Size}",
            new CheckpointRefused(Failed(result.Reason!), published?.Size, Hex(published?.Root), log?.Size, Hex(log?.Root)),
            ct);
    }

    public async Task WitnessObjectedAsync(string witness, string reason, long witnessedSize, Checkpoint shown, CancellationToken ct)
    {
        var finding = $"{witness} {reason} {witnessedSize}";
        if (!IsNew(finding))
            return;
        LogObjected(witness, reason, witnessedSize, shown.Size);
        await RaiseAsync(finding, new WitnessObjected(Failed(reason), witness, witnessedSize, shown.Size, Hex(shown.Root)!), ct);
    }

    /// <summary>The folder was empty: from here on the log is bound, and everyone can see since when.</summary>
    public Task SeriesStartedAsync(Checkpoint first, CancellationToken ct) =>
        RaiseAsync("started", new CheckpointSeriesStarted(headers.New(null, "checkpoint-series", first.Origin), first.Size, Hex(first.Root)!), ct);

    private bool IsNew(string finding)
    {
        lock (_raised)
            return !_raised.Contains(finding);
    }

    private async Task RaiseAsync(string finding, IEvent message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuditDbContext>();
        outbox.Add(db, message);
        await db.SaveChangesAsync(ct);
        // Only now: a finding that could not be stored is raised again.
        lock (_raised)
            _raised.Add(finding);
    }

    private EventHeader Failed(string reason) => headers.New(null, "checkpoint-series", "log") with { Outcome = Outcome.Failed, Reason = reason };

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);

    [LoggerMessage(LogLevel.Critical, "No checkpoint is signed: {Reason}. Published size {PublishedSize}, log size {LogSize}")]
    private partial void LogRefused(string reason, long? publishedSize, long? logSize);

    [LoggerMessage(LogLevel.Critical, "The witness {Witness} objects: {Reason}. It cosigned size {WitnessedSize}, was shown {ShownSize}")]
    private partial void LogObjected(string witness, string reason, long witnessedSize, long shownSize);
}
