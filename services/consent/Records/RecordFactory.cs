using Governance.Consent.Decisions;

namespace Governance.Consent.Records;

/// <summary>Makes records of what was handed in and checked.</summary>
internal static class RecordFactory
{
    public static ConsentRecord Make(RecordBody body, ConsentAction action, KnownPurpose purpose, KnownNotice? notice, StreamKey key, string by, IReadOnlyList<ConsentEntry> history, DateTimeOffset now, Guid? relatesTo = null)
    {
        // Another instance's clock may be ahead: the order of times follows the order of versions.
        var at = history.Count > 0 && history[^1].RecordedAt > now ? history[^1].RecordedAt : now;
        var shown = body.Notice;
        return new ConsentRecord
        {
            Id = Guid.CreateVersion7(at),
            Subject = key.Subject,
            PurposeCode = key.Purpose,
            PurposeVersion = purpose.Version,
            Version = history.Count + 1,
            Action = action,
            RecordedAt = at,
            NoticeCode = shown?.Code,
            NoticeVersion = shown?.Version,
            Language = shown?.Language,
            ContentHash = shown is null ? null : notice!.Hashes[(shown.Version, shown.Language)],
            WithdrawalMethod = shown is null ? null : notice!.WithdrawalMethods[shown.Version],
            ExpiresAt = action is ConsentAction.Give or ConsentAction.Renew && purpose.ValidityDays is { } days ? at.AddDays(days) : null,
            Method = body.Method,
            Source = body.Source,
            GivenBy = body.GivenBy,
            Country = body.Age?.Country,
            RecordedBy = by,
            RelatesTo = relatesTo,
        };
    }
}
