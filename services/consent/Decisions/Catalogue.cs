using System.Collections.Frozen;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;

namespace Governance.Consent.Decisions;

/// <summary>A purpose as far as recording and deciding depend on it.</summary>
/// <param name="Version">The version in force.</param>
internal sealed record KnownPurpose(PurposeFacts Facts, int Version, int? ValidityDays, ChildrenRule ChildrenRule, bool DoubleOptIn);

/// <param name="Hashes">Content hash by version and language.</param>
internal sealed record KnownNotice(NoticeTimeline Timeline, FrozenDictionary<(int Version, string Language), string> Hashes, FrozenDictionary<int, string> WithdrawalMethods);

/// <summary>All purposes and notices at one moment. Immutable.</summary>
internal sealed record Catalogue(FrozenDictionary<string, KnownPurpose> Purposes, FrozenDictionary<string, KnownNotice> Notices)
{
    public Func<string, NoticeTimeline?> Timelines { get; } = code => Notices.TryGetValue(code, out var notice) ? notice.Timeline : null;
}
