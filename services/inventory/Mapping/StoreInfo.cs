using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Mapping;

/// <summary>What a map carries over from the store's registration.</summary>
internal sealed record StoreInfo(Guid Id, string Name, string Kind, string SecretReference, string Region);

/// <summary>A map in the making, with the reasons that a confirmed map no longer needs.</summary>
/// <param name="TableEvidence">By <c>schema.table</c>.</param>
/// <param name="ReferenceEvidence">By reference name.</param>
internal sealed record SuggestedMap(
    DataMap Map,
    IReadOnlyDictionary<string, IReadOnlyList<string>> TableEvidence,
    IReadOnlyDictionary<string, IReadOnlyList<string>> ReferenceEvidence);
