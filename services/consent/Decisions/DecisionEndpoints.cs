using FluentValidation;
using Governance.Consent.Data;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;
using Governance.Consent.Subjects;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Decisions;

/// <param name="At">A past time to decide for; null for now.</param>
internal sealed record DecideBody(SubjectReference Subject, string Purpose, DateTimeOffset? At = null);

/// <param name="Basis">The legal basis that allows; null when denied.</param>
/// <param name="State">State of the consent; null when the purpose does not rest on consent.</param>
/// <param name="RecordId">The record that the answer rests on.</param>
/// <param name="Reason">A stable code.</param>
internal sealed record DecisionResponse(
    bool Allowed,
    LegalBasis? Basis,
    ConsentStatus? State,
    string Purpose,
    Guid? RecordId,
    string? Notice,
    int? NoticeVersion,
    DateTimeOffset? ExpiresAt,
    string Reason,
    DateTimeOffset DecidedFor);

/// <summary>Asked with POST so that no identifier stands in a URL. Nothing is cached: a withdrawal that was answered is in effect.</summary>
internal static class DecisionEndpoints
{
    public static void MapDecisions(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/decisions").WithTags("Decisions")
            .MapPost("/", DecideAsync).WithName("Consent.Decide").RequirePermission(Permissions.ConsentDecide).Validate(new DecideBodyValidator());

    private static async Task<Results<Ok<DecisionResponse>, ProblemHttpResult>> DecideAsync(
        DecideBody body, ConsentDbContext db, SubjectPseudonymizer pseudonymizer, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();
        if (body.At > now)
            return Problems.Validation("at", "The future is not decided yet.");
        var at = body.At?.ToUniversalTime() ?? now;
        var subject = body.Subject.Pseudonym(pseudonymizer);
        var purpose = await db.Purposes.AsNoTracking().Where(p => p.Code == body.Purpose).Select(p => new PurposeFacts(p.Code, p.LegalBasis, p.DefinedAt)).SingleOrDefaultAsync(ct);
        // For now every record counts, even one stamped by an instance whose clock is ahead.
        var records = await db.Records.AsNoTracking()
            .Where(r => r.Subject == subject && r.PurposeCode == body.Purpose && (body.At == null || r.RecordedAt <= at))
            .OrderBy(r => r.Version).ToListAsync(ct);
        var decision = DecisionRules.Decide(purpose, [.. records.Select(r => r.ToEntry())], await NoticeOfAsync(records, db, ct), at);
        var entry = decision.Entry;
        return TypedResults.Ok(new DecisionResponse(
            decision.Allowed, decision.Basis, decision.State, body.Purpose, entry?.RecordId, entry?.Notice?.Code, entry?.Notice?.Version, entry?.ExpiresAt, decision.Reason, at));
    }

    private static async Task<NoticeTimeline?> NoticeOfAsync(List<ConsentRecord> records, ConsentDbContext db, CancellationToken ct)
    {
        if (records.LastOrDefault(r => r.Action == ConsentAction.Give)?.NoticeCode is not { } notice)
            return null;
        var versions = await db.NoticeVersions.AsNoTracking().Where(v => v.NoticeCode == notice).ToListAsync(ct);
        return new NoticeTimeline(versions.Select(v => v.Facts()));
    }
}

internal sealed class DecideBodyValidator : AbstractValidator<DecideBody>
{
    public DecideBodyValidator()
    {
        RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
        RuleFor(b => b.Purpose).Code();
    }
}
