namespace Governance.Contracts.Dsar.V1;

/// <summary>A person whose identity is established objects. For direct marketing that ends it at once (GDPR Art. 21(2) and (3)); people look at the rest.</summary>
/// <param name="Pseudonyms">Of all identifiers of the request.</param>
public sealed record ObjectionVerified(EventHeader Header, Guid RequestId, IReadOnlyList<string> Pseudonyms) : IEvent;

/// <summary>A person's data were erased in every store, and the certificate says so.</summary>
/// <param name="Pseudonyms">Of all identifiers of the request, those that stores resolved too.</param>
public sealed record SubjectErased(EventHeader Header, Guid RequestId, IReadOnlyList<string> Pseudonyms) : IEvent;
