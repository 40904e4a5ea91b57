namespace Governance.Dsar.Certificates;

/// <summary>The document that says what was erased and what was kept. Its bytes never change.</summary>
internal sealed class ErasureCertificate
{
    public required Guid Id { get; init; }

    public required Guid RequestId { get; init; }

    public required Guid PlanId { get; init; }

    /// <summary>UTF-8 bytes of the canonical JSON.</summary>
    public required byte[] Document { get; init; }

    /// <summary>SHA-256 of <see cref="Document"/>, hex.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
}
