using Governance.Consent.Records;

namespace Governance.Consent.Decisions.Caching;

/// <summary>Says, in the transaction that changes it, what the instances' caches must drop.</summary>
internal sealed class CacheChange
{
    public long Id { get; private set; }

    /// <summary>The transaction, given by the database.</summary>
    public ulong Xid { get; private set; }

    /// <summary>Null: everything, with purposes and notices.</summary>
    public string? Subject { get; private init; }

    public string? PurposeCode { get; private init; }

    public static CacheChange OfEverything() => new();

    public static CacheChange Of(StreamKey key) => new() { Subject = key.Subject, PurposeCode = key.Purpose };
}
