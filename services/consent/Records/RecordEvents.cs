using Governance.Contracts;
using Governance.Contracts.Consent.V1;

namespace Governance.Consent.Records;

internal static class RecordEvents
{
    public static IEvent Of(ConsentRecord record, EventHeader header)
    {
        var about = header with { ObjectVersion = record.Version, Purpose = record.PurposeCode };
        return record.Action switch
        {
            ConsentAction.Give or ConsentAction.Renew => new ConsentGiven(
                about, record.Id, record.PurposeCode, record.Version, record.NoticeCode!, record.NoticeVersion!.Value, record.Language!, record.ContentHash!, record.ExpiresAt),
            ConsentAction.Refuse => new ConsentRefused(
                about, record.Id, record.PurposeCode, record.Version, record.NoticeCode!, record.NoticeVersion!.Value, record.Language!, record.ContentHash!),
            ConsentAction.Request => new ConsentRequested(about, record.Id, record.PurposeCode, record.Version),
            ConsentAction.Defer => new ConsentDeferred(about, record.Id, record.PurposeCode, record.Version),
            ConsentAction.Invalidate => new ConsentInvalidated(about, record.Id, record.PurposeCode, record.Version, record.RelatesTo!.Value),
            ConsentAction.Revoke => new ConsentRevoked(about, record.Id, record.PurposeCode, record.Version, record.RelatesTo!.Value),
            ConsentAction.Withdraw => new ConsentWithdrawn(about, record.Id, record.PurposeCode, record.Version),
            ConsentAction.Object => new ObjectionRaised(about, record.Id, record.PurposeCode, record.Version),
            ConsentAction.LiftObjection => new ObjectionLifted(about, record.Id, record.PurposeCode, record.Version),
            _ => throw new ArgumentOutOfRangeException(nameof(record)),
        };
    }
}
