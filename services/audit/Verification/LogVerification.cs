using System.Text.Json;
using Governance.Messaging;

namespace Governance.Audit.Verification;

internal enum VerificationState
{
    Running,
    Ok,
    Failed,
}

/// <summary>One recomputation of the whole log and what it found.</summary>
internal sealed class LogVerification
{
    private LogVerification()
    {
    }

    public Guid Id { get; private init; }

    public required string RequestedBy { get; init; }

    public DateTimeOffset RequestedAt { get; private init; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public VerificationState State { get; private set; }

    /// <summary>Entries that the head promised.</summary>
    public long? Size { get; private set; }

    /// <summary>Root that the head promised.</summary>
    public byte[]? RootHash { get; private set; }

    /// <summary>Root computed from the stored entries.</summary>
    public byte[]? ComputedRootHash { get; private set; }

    /// <summary>JSON list of <see cref="Finding"/>, in order of their place in the log.</summary>
    public string Findings { get; private set; } = "[]";

    public static LogVerification Request(string requestedBy, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), RequestedBy = requestedBy, RequestedAt = now };

    public void Complete(VerificationResult result, DateTimeOffset now)
    {
        State = result.Findings.Count == 0 ? VerificationState.Ok : VerificationState.Failed;
        (Size, RootHash, ComputedRootHash) = (result.Size, result.RootHash, result.ComputedRootHash);
        Findings = JsonSerializer.Serialize(result.Findings, MessageJson.Options);
        CompletedAt = now;
    }

    public IReadOnlyList<Finding> ReadFindings() => JsonSerializer.Deserialize<List<Finding>>(Findings, MessageJson.Options)!;
}
