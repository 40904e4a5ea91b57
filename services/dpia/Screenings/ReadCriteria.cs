using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dpia.Screenings;

/// <summary>The questions that a screening answers, in the order of the steps, each with its source.</summary>
internal sealed record CriteriaResponse(string RuleSet, string Jurisdiction, DateOnly EffectiveFrom, IReadOnlyList<Question> Questions);

internal static class ReadCriteria
{
    /// <param name="jurisdiction"><c>EU</c> unless told otherwise, or a country's ISO 3166-1 alpha-2 code.</param>
    /// <param name="on">Rules in force on that day; today unless told otherwise.</param>
    public static Results<Ok<CriteriaResponse>, ProblemHttpResult> Handle(string? jurisdiction, DateOnly? on, TimeProvider clock) =>
        RuleBook.InForce(jurisdiction ?? "EU", on ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) is { } rules
            ? TypedResults.Ok(new CriteriaResponse(rules.Id, rules.Jurisdiction, rules.EffectiveFrom, rules.Questions))
            : Problems.Validation("jurisdiction", "There are no screening rules for this jurisdiction on that day.");
}
