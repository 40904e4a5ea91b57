using FluentValidation;
using Governance.Consent.Data;
using Governance.Consent.Records;
using Governance.Consent.Subjects;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Consent.Decisions;

/// <summary>Every subject for every purpose.</summary>
/// <param name="At">A past time to decide for; null for now.</param>
internal sealed record DecideBatchBody(IReadOnlyList<SubjectReference> Subjects, IReadOnlyList<string> Purposes, DateTimeOffset? At = null);

/// <param name="Subject">Position of the subject in the request, from 0.</param>
internal sealed record BatchDecision(int Subject, DecisionResponse Decision);

/// <param name="Decisions">Subject by subject, purposes in the order asked.</param>
internal sealed record DecideBatchResponse(IReadOnlyList<BatchDecision> Decisions);

internal static class DecideBatch
{
    public const int MaxDecisions = 1_000;

    public static async Task<Results<Ok<DecideBatchResponse>, ProblemHttpResult>> HandleAsync(
        DecideBatchBody body, DecisionInputs inputs, SubjectPseudonymizer pseudonymizer, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();
        if (body.At > now)
            return Problems.Validation("at", "The future is not decided yet.");
        var catalogue = await inputs.CatalogueAsync(ct);
        var keys = new List<StreamKey>(body.Subjects.Count * body.Purposes.Count);
        foreach (var subject in body.Subjects)
        {
            var pseudonym = subject.Pseudonym(pseudonymizer);
            foreach (var purpose in body.Purposes)
                keys.Add(new(pseudonym, purpose));
        }
        var histories = await inputs.HistoriesAsync(keys, ct);
        return TypedResults.Ok(new DecideBatchResponse(
            [.. keys.Select((key, i) => new BatchDecision(i / body.Purposes.Count, DecisionResponse.Of(catalogue, key.Purpose, histories[i], body.At, now)))]));
    }
}

internal sealed class DecideBatchValidator : AbstractValidator<DecideBatchBody>
{
    public DecideBatchValidator()
    {
        RuleFor(b => b.Subjects).Must((b, subjects) => subjects.Count > 0 && (long)subjects.Count * Math.Max(1, b.Purposes.Count) <= DecideBatch.MaxDecisions)
            .WithMessage($"At least one, and at most {DecideBatch.MaxDecisions} subjects times purposes.");
        RuleForEach(b => b.Subjects).NotNull().WithMessage("Required.").SetValidator(new SubjectReferenceValidator());
        RuleFor(b => b.Purposes).Must(purposes => purposes.Count > 0).WithMessage("Name at least one purpose.");
        RuleForEach(b => b.Purposes).Code();
    }
}
