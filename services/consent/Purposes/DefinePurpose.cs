using System.Security.Claims;
using FluentValidation;
using Governance.Consent.Data;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Purposes;

internal sealed record DefinePurposeBody(string Code, LegalBasis LegalBasis, PurposeDetails Details);

internal static class DefinePurpose
{
    public static async Task<Results<Created<PurposeResponse>, ProblemHttpResult>> HandleAsync(
        DefinePurposeBody body,
        ConsentDbContext db,
        ProcessingActivities activities,
        MessageOutbox outbox,
        EventHeaders headers,
        ClaimsPrincipal user,
        HttpResponse response,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (await db.Purposes.AnyAsync(p => p.Code == body.Code, ct))
            return AlreadyDefined();
        if (await activities.RefuseAsync(body.Details.ProcessingActivityId, "details.processingActivityId", ct) is { } refusal)
            return refusal;
        var purpose = Purpose.Define(body.Code, body.LegalBasis, body.Details, user.CallerId(), clock.Now());
        db.Add(purpose);
        var header = headers.New(user.Actor(), "purpose", purpose.Id) with { ObjectVersion = purpose.Version, Purpose = purpose.Code };
        outbox.Add(db, new PurposeDefined(header, purpose.Id, purpose.Code, CodeRules.CodeOf(purpose.LegalBasis)));
        if (!await db.TrySaveAsync(ct))
            return AlreadyDefined();
        response.SetEtag(purpose.Version);
        return TypedResults.Created($"/v1/purposes/{purpose.Code}", PurposeResponse.Of(purpose));
    }

    private static ProblemHttpResult AlreadyDefined() => Problems.Conflict("purpose-exists", "A purpose with this code is already defined.");
}

internal sealed class DefinePurposeValidator : AbstractValidator<DefinePurposeBody>
{
    public DefinePurposeValidator()
    {
        RuleFor(b => b.Code).Code();
        RuleFor(b => b.Details).SetValidator(new PurposeDetailsValidator());
        RuleFor(b => b.Details.ValidityDays).Null().When(b => b.LegalBasis != LegalBasis.Consent)
            .WithMessage("Only a purpose that rests on consent has a validity period.");
        RuleFor(b => b.Details.ChildrenRule).Equal(ChildrenRule.None).When(b => b.LegalBasis != LegalBasis.Consent)
            .WithMessage("Only a purpose that rests on consent has an age of consent.");
        RuleFor(b => b.Details.DoubleOptIn).Equal(false).When(b => b.LegalBasis != LegalBasis.Consent)
            .WithMessage("Only a purpose that rests on consent is confirmed.");
    }
}

internal sealed class PurposeDetailsValidator : AbstractValidator<PurposeDetails>
{
    private const int MaxDays = 36_525;

    public PurposeDetailsValidator()
    {
        RuleFor(d => d.Name).Text(200);
        RuleFor(d => d.Description).Text(4_000);
        RuleFor(d => d.DataCategories).FewOf().Must(items => items.Count > 0).WithMessage("Name at least one.");
        RuleForEach(d => d.DataCategories).Text(100);
        RuleFor(d => d.Recipients).FewOf();
        RuleForEach(d => d.Recipients).Text(200);
        RuleFor(d => d.RetentionDays).InclusiveBetween(0, MaxDays).WithMessage($"From 0 to {MaxDays} days.");
        RuleFor(d => d.ConsentMode).Must(signals => signals.Distinct().Count() == signals.Count).WithMessage("Each signal once.");
        RuleFor(d => d.ProcessingActivityId).NotEqual(Guid.Empty).WithMessage("The id of a processing activity.");
        RuleFor(d => d.ValidityDays).InclusiveBetween(1, MaxDays).WithMessage($"From 1 to {MaxDays} days.");
    }
}
