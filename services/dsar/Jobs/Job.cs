namespace Governance.Dsar.Jobs;

/// <summary>Work that outlives a request or message: claimed by lease, repeated until it succeeds. Handlers look at the state first, so a repeat changes nothing.</summary>
internal sealed class Job
{
    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    /// <summary>The request, or whatever else the work belongs to.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>What the work is about: a mail, a plan, a package.</summary>
    public required Guid SubjectId { get; init; }

    public Guid? DataStoreId { get; init; }

    public required DateTimeOffset DueAt { get; set; }

    public Guid? Lease { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>How often it was taken, also by processes that ended over it.</summary>
    public int Attempts { get; set; }

    /// <summary>How often it failed and was put back.</summary>
    public int Failures { get; set; }
}

internal static class JobKinds
{
    public const string SendMail = "send-mail";
    public const string PrepareAgain = "prepare-again";
    public const string AssemblePackage = "assemble-package";
    public const string DeletePackage = "delete-package";
    public const string IssueCertificate = "issue-certificate";
    public const string EraseIdentifiers = "erase-identifiers";
    public const string SendAddressCode = "send-address-code";
    public const string DeleteAddressCheck = "delete-address-check";
}
