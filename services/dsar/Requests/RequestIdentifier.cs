namespace Governance.Dsar.Requests;

/// <summary>One identifier of the person, encrypted with the request's key.</summary>
internal sealed class RequestIdentifier
{
    public required Guid Id { get; init; }

    public required Guid RequestId { get; init; }

    public required string Kind { get; init; }

    /// <summary>Keyed pseudonym of the value: recognises a value that is there already.</summary>
    public required string ValuePseudonym { get; init; }

    public required byte[] Ciphertext { get; init; }

    /// <summary>Null when the person or the product team gave it; otherwise the plan for which a store resolved it.</summary>
    public Guid? ResolvedBy { get; init; }

    public required int Sequence { get; init; }
}
