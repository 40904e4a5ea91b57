using System.Security.Claims;
using FluentValidation;
using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Subjects;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Consent.Records;

internal enum EndKind
{
    /// <summary>It never was valid: how it was asked for was not lawful.</summary>
    Invalidate,

    /// <summary>Somebody else than the data subject ends it, for example a court.</summary>
    Revoke,

    /// <summary>The data subject withdraws it and told staff, for example by telephone.</summary>
    Withdraw,
}

/// <param name="Reason">A code, for example <c>notice-was-misleading</c>.</param>
internal sealed record EndConsentBody(SubjectReference Subject, string Purpose, EndKind Kind, string Reason);

/// <summary>Ends a consent by staff: on the data subject's word that reached them, or without it.</summary>
internal static class EndConsent
{
    public static async Task<Results<Created<RecordResponse>, ProblemHttpResult>> HandleAsync(
        EndConsentBody body, DecisionInputs inputs, RecordWriter writer, EventHeaders headers, SubjectPseudonymizer pseudonymizer, ClaimsPrincipal user, TimeProvider clock, CancellationToken ct)
    {
        if (!(await inputs.CatalogueAsync(ct, writer.Ambient)).Purposes.TryGetValue(body.Purpose, out var purpose))
            return Problems.Validation("purpose", "There is no such purpose.");
        var key = new StreamKey(body.Subject.Pseudonym(pseudonymizer), body.Purpose);
        ConsentRecord? record = null;
        await writer.AppendAsync([key], histories =>
        {
            record = Make(body, key, purpose, user.CallerId(), histories[0], clock.Now());
            return record is null ? [] : [new(record, RecordEvents.Of(record, headers.New(user.Actor(), "consent-record", record.Id, key.Subject) with { Reason = body.Reason }))];
        }, ct);
        return record is null
            ? Problems.Conflict("no-consent-in-force", "There is no consent in force.")
            : TypedResults.Created($"/v1/records/{record.Id}", RecordResponse.Of(record));
    }

    private static ConsentRecord? Make(EndConsentBody body, StreamKey key, KnownPurpose purpose, string by, ConsentEntry[] history, DateTimeOffset now)
    {
        var state = ConsentState.Of(history, now);
        if (!state.Status.IsValid())
            return null;
        var at = history[^1].RecordedAt > now ? history[^1].RecordedAt : now;
        return new ConsentRecord
        {
            Id = Guid.CreateVersion7(at),
            Subject = key.Subject,
            PurposeCode = key.Purpose,
            PurposeVersion = purpose.Version,
            Version = history.Length + 1,
            Action = body.Kind switch
            {
                EndKind.Invalidate => ConsentAction.Invalidate,
                EndKind.Revoke => ConsentAction.Revoke,
                _ => ConsentAction.Withdraw,
            },
            RecordedAt = at,
            Method = "governance",
            Source = ConsentService.Name,
            GivenBy = GivenBy.Subject,
            RecordedBy = by,
            RelatesTo = state.Latest!.RecordId,
            Reason = body.Reason,
        };
    }
}

internal sealed class EndConsentValidator : AbstractValidator<EndConsentBody>
{
    public EndConsentValidator()
    {
        RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
        RuleFor(b => b.Purpose).Code();
        RuleFor(b => b.Reason).Code();
    }
}
