using System.Security.Claims;
using System.Text.Json;
using FluentValidation;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dpia.Screenings;

/// <param name="Jurisdiction"><c>EU</c>, or a country's ISO 3166-1 alpha-2 code.</param>
/// <param name="Answers">To the questions of <c>GET /v1/criteria</c>. An exemption that is not claimed need not be answered; once a step decides, later ones need not be.</param>
internal sealed record ScreenBody(string Title, string Description, string Jurisdiction, IReadOnlyList<Answer> Answers);

internal static class Screen
{
    public static async Task<Results<Created<ScreeningResponse>, ProblemHttpResult>> HandleAsync(
        ScreenBody body,
        DpiaDbContext db,
        MessageOutbox outbox,
        EventHeaders headers,
        ClaimsPrincipal user,
        HttpResponse response,
        TimeProvider clock,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (RuleBook.InForce(body.Jurisdiction, DateOnly.FromDateTime(now.UtcDateTime)) is not { } rules)
            return Problems.Validation("jurisdiction", "There are no screening rules for this jurisdiction.");
        var evaluation = ScreeningRules.Evaluate(rules, Screening.YesCodes(body.Answers));
        if (Errors(body, rules, evaluation) is { Count: > 0 } errors)
            return Problems.Validation(errors);

        var screening = Screening.Complete(body, rules, evaluation, user.CallerId(), now);
        db.Add(screening);
        var header = headers.New(user.Actor(), "dpia-screening", screening.Id) with { ObjectVersion = screening.Version };
        outbox.Add(db, new ScreeningCompleted(header, screening.Id, screening.Jurisdiction, rules.Id, CodeOf(screening.Result), screening.Step, screening.Criteria));
        await db.SaveChangesAsync(ct);
        response.SetEtag(screening.Version);
        return TypedResults.Created($"/v1/screenings/{screening.Id}", ScreeningResponse.Of(screening));
    }

    /// <summary>The form in which an enum value stands in JSON and in events.</summary>
    public static string CodeOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static Dictionary<string, string[]> Errors(ScreenBody body, RuleSet rules, Evaluation evaluation)
    {
        var errors = new Dictionary<string, string[]>();
        for (var i = 0; i < body.Answers.Count; i++)
        {
            if (rules.Find(body.Answers[i].Code) is null)
                errors[$"answers[{i}].code"] = ["There is no such question in the rules of this jurisdiction."];
        }
        foreach (var missing in ScreeningRules.Missing(rules, body.Answers.Select(a => a.Code).ToHashSet(), evaluation))
            errors[$"answers.{missing}"] = ["Not answered yet."];
        return errors;
    }
}

internal sealed class ScreenBodyValidator : AbstractValidator<ScreenBody>
{
    private const int MaxAnswers = 100;

    public ScreenBodyValidator()
    {
        RuleFor(b => b.Title).Text(200);
        RuleFor(b => b.Description).Text(4_000);
        RuleFor(b => b.Jurisdiction).Matches("\\A[A-Z]{2}\\z").WithMessage("EU, or an ISO 3166-1 alpha-2 code in capitals.");
        RuleFor(b => b.Answers).Must(answers => answers.Count <= MaxAnswers).WithMessage($"At most {MaxAnswers} answers.")
            .Must(answers => answers.DistinctBy(a => a?.Code).Count() == answers.Count).WithMessage("One answer to each question.");
        RuleForEach(b => b.Answers).NotNull().WithMessage("Required.").ChildRules(answer =>
        {
            answer.RuleFor(a => a.Code).Text(64);
            answer.RuleFor(a => a.Source).Text(500);
        });
    }
}

internal static class TextRules
{
    public static IRuleBuilderOptions<T, string> Text<T>(this IRuleBuilder<T, string> rule, int max) =>
        rule.NotEmpty().WithMessage("Required.").MaximumLength(max).WithMessage($"At most {max} characters.");
}
