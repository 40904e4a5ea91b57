using System.Security.Claims;
using System.Text.Json;
using FluentValidation;
using Governance.Audit.Data;
using Governance.Contracts;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Anomalies.Review;

/// <summary>Why. A code and not a text, so that no personal data gets in.</summary>
internal enum ReviewReason
{
    /// <summary>Known, and part of the work: what was seen counts as usual from now on, when dismissed.</summary>
    ExpectedWork,

    /// <summary>Planned maintenance or a technical fault.</summary>
    Maintenance,

    Test,

    ThresholdTooLow,

    /// <summary>Somebody looks into it.</summary>
    UnderInvestigation,

    ConfirmedIncident,
}

internal enum Verdict
{
    Acknowledged,
    Dismissed,
}

/// <param name="CaseReference">Number of the case elsewhere: letters, digits, hyphens, at most 40.</param>
internal sealed record ReviewBody(Verdict Verdict, ReviewReason Reason, string? CaseReference = null);

internal static class ReviewAnomaly
{
    public const string OwnAnomaly = "actor-is-concerned";

    public static async Task<Results<Ok<AnomalyResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ReviewBody body,
        AuditDbContext db,
        MessageOutbox outbox,
        EventHeaders headers,
        ClaimsPrincipal user,
        HttpContext http,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (await db.Anomalies.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } anomaly)
            return Problems.NotFound("anomaly");
        if (http.Request.CheckIfMatch(anomaly.Version) is { } problem)
            return problem;
        var header = headers.New(user.Actor(), "anomaly", id) with { ObjectVersion = anomaly.Version };
        if (anomaly.Concerns(user.CallerId()))
        {
            outbox.Add(db, new AnomalyReviewRefused(header with { Outcome = Outcome.Refused, Reason = OwnAnomaly }, id));
            await db.SaveChangesAsync(ct);
            return Problems.Forbidden(OwnAnomaly, "An anomaly is not reviewed by whom it concerns.");
        }

        var state = body.Verdict == Verdict.Dismissed ? AnomalyState.Dismissed : AnomalyState.Acknowledged;
        var reason = JsonNamingPolicy.KebabCaseLower.ConvertName(body.Reason.ToString());
        anomaly.Review(state, reason, body.CaseReference, user.CallerId(), clock.GetUtcNow());
        outbox.Add(db, new AnomalyReviewed(header with { ObjectVersion = anomaly.Version, Reason = reason }, id, state == AnomalyState.Dismissed ? "dismissed" : "acknowledged", reason));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problems.PreconditionFailed();
        }

        http.Response.SetEtag(anomaly.Version);
        return TypedResults.Ok(AnomalyResponse.Of(anomaly));
    }
}

internal sealed class ReviewBodyValidator : AbstractValidator<ReviewBody>
{
    public ReviewBodyValidator()
    {
        RuleFor(b => b.Verdict).IsInEnum();
        RuleFor(b => b.Reason).IsInEnum();
        RuleFor(b => b.CaseReference).Matches("^[A-Za-z0-9-]{1,40}$").WithMessage("Letters, digits and hyphens, at most 40.");
        RuleFor(b => b.Reason).Must((body, reason) => body.Verdict != Verdict.Dismissed || reason is not (ReviewReason.UnderInvestigation or ReviewReason.ConfirmedIncident))
            .WithMessage("What is looked into, or was an incident, is acknowledged, not dismissed.");
    }
}
