namespace Governance.Dpia.Versions;

/// <summary>An approved state: the document as it was signed, and the signature. Append-only.</summary>
internal sealed class AssessmentVersion
{
    public required Guid AssessmentId { get; init; }

    public required int Number { get; init; }

    /// <summary>Canonical JSON of the <see cref="AssessmentDocument"/>, byte for byte as it was hashed.</summary>
    public required string Document { get; init; }

    /// <summary>SHA-256 of the document's UTF-8 bytes, lower-case hex.</summary>
    public required string Hash { get; init; }

    public required string SignedBy { get; init; }

    /// <summary>The signer's name as their token gave it.</summary>
    public required string SignedName { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>What the signer declared.</summary>
    public required string Statement { get; init; }
}
