using FluentValidation;
using Governance.Consent.Data;
using Governance.Consent.Purposes;
using Governance.Consent.Records;
using Governance.Consent.Subjects;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Consent.Decisions;

/// <param name="At">A past time to decide for; null for now.</param>
internal sealed record DecideBody(SubjectReference Subject, string Purpose, DateTimeOffset? At = null);

/// <param name="Basis">The legal basis that allows; null when denied.</param>
/// <param name="State">State of the consent; null when the purpose does not rest on consent.</param>
/// <param name="RecordId">The record that the answer rests on.</param>
/// <param name="Reason">A stable code.</param>
/// <param name="Demonstrable">False where the answer rests on an imported record without evidence; null when it rests on no record.</param>
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
    DateTimeOffset DecidedFor,
    bool? Demonstrable)
{
    /// <param name="asked">A past time to decide for; null for now, when every record counts, even one stamped by an instance whose clock is ahead.</param>
    public static DecisionResponse Of(Catalogue catalogue, string purpose, IReadOnlyList<ConsentEntry> history, DateTimeOffset? asked, DateTimeOffset now)
    {
        var at = asked?.ToUniversalTime() ?? now;
        var decision = DecisionRules.Decide(catalogue.Purposes.GetValueOrDefault(purpose)?.Facts, history, catalogue.Timelines, at, asked is null ? DateTimeOffset.MaxValue : at);
        var entry = decision.Entry;
        return new(
            decision.Allowed, decision.Basis, decision.State, purpose, entry?.RecordId, entry?.Notice?.Code, entry?.Notice?.Version, entry?.ExpiresAt, decision.Reason, at, entry?.Demonstrable);
    }
}

/// <summary>Asked with POST so that no identifier stands in a URL.</summary>
internal static class DecisionEndpoints
{
    public static void MapDecisions(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/decisions").WithTags("Decisions");
        group.MapPost("/", DecideAsync).WithName("Consent.Decide").WithSummary("May data of a person be used for a purpose?").RequirePermission(Permissions.ConsentDecide);
        group.MapPost("/batch", DecideBatch.HandleAsync).WithName("Consent.DecideBatch").WithSummary("The same for several people and purposes at once").RequirePermission(Permissions.ConsentDecide).Validate(new DecideBatchValidator());
    }

    private static async Task<Results<Ok<DecisionResponse>, ProblemHttpResult>> DecideAsync(
        DecideBody body, DecisionInputs inputs, SubjectPseudonymizer pseudonymizer, TimeProvider clock, CancellationToken ct)
    {
        if (DecideBodyValidator.Check(body) is { } problem)
            return problem;
        var now = clock.Now();
        if (body.At > now)
            return Problems.Validation("at", "The future is not decided yet.");
        var catalogue = await inputs.CatalogueAsync(ct);
        var history = await inputs.HistoryAsync(new StreamKey(body.Subject.Pseudonym(pseudonymizer), body.Purpose), ct);
        return TypedResults.Ok(DecisionResponse.Of(catalogue, body.Purpose, history, body.At, now));
    }
}

internal sealed class DecideBodyValidator : AbstractValidator<DecideBody>
{
    private static readonly DecideBodyValidator Instance = new();

    private DecideBodyValidator()
    {
        RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
        RuleFor(b => b.Purpose).Code();
    }

    /// <summary>The full rules, with their messages, are gone through only where something looks unusual.</summary>
    public static ProblemHttpResult? Check(DecideBody body)
    {
        if (body.Subject.IsPlain() && CodeRules.IsCode(body.Purpose))
            return null;
        var result = Instance.Validate(body);
        return result.IsValid ? null : ValidationFilter.ToProblem(result);
    }
}
