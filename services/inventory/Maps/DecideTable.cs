using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Vocabulary;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>Confirms a table's suggestion (empty body) or changes it (fields that are set).</summary>
internal static class DecideTable
{
    internal sealed record Body
    {
        public Optional<string?> SubjectKind { get; init; }

        public Optional<ErasureAction> Action { get; init; }

        public Optional<RetentionRule?> Retention { get; init; }

        public Optional<bool> Reference { get; init; }

        public Optional<string[]> Purposes { get; init; }

        public Optional<string[]> Recipients { get; init; }

        public Optional<string?> Source { get; init; }
    }

    public static async Task<Results<Ok<MappedTable>, ProblemHttpResult>> HandleAsync(
        Guid id, string schema, string name, Body body, MapEditor editor, ClaimsPrincipal user, HttpContext http, CancellationToken ct)
    {
        if (Refuse(body) is { } refusal)
            return refusal;
        var (open, problem) = await editor.OpenAsync(id, http.Request, ct);
        if (open is null)
            return problem!;
        var map = open.Draft.Map;
        if (map.Tables.FirstOrDefault(t => t.Schema == schema && t.Name == name) is not { } before)
            return Problems.NotFound("table in the map");

        var after = Decide(before, body);
        var changed = map with { Tables = [.. map.Tables.Select(t => ReferenceEquals(t, before) ? after : t)] };
        var what = after.Decision is DecisionState.Confirmed ? "table-confirmed" : $"table-changed:{Fields(body)}";
        var (next, conflict) = await editor.SaveAsync(open, changed, (before.FullName.ToString(), null, what), user, http.Response, ct);
        return next is null ? conflict! : TypedResults.Ok(next.Map.Tables.First(t => t.Schema == schema && t.Name == name));
    }

    private static MappedTable Decide(MappedTable before, Body body)
    {
        var action = body.Action.Or(before.Action);
        var subject = body.SubjectKind.Or(before.SubjectKind);
        var isSame = body == new Body();
        return before with
        {
            SubjectKind = subject,
            Action = action,
            Retention = body.Retention.IsSet ? body.Retention.Value : action is ErasureAction.Retain ? before.Retention : null,
            Reference = body.Reference.IsSet ? body.Reference.Value : before.Reference && subject is null,
            Purposes = body.Purposes.Or([.. before.Purposes]),
            Recipients = body.Recipients.Or([.. before.Recipients]),
            Source = body.Source.Or(before.Source),
            Decision = isSame ? DecisionState.Confirmed : DecisionState.Changed,
        };
    }

    private static ProblemHttpResult? Refuse(Body body)
    {
        var errors = new Dictionary<string, string[]>();
        if (body.SubjectKind is { IsSet: true, Value: { } kind } && !PersonWords.Kinds.Contains(kind))
            errors["subjectKind"] = [$"One of: {string.Join(", ", PersonWords.Kinds.Order(StringComparer.Ordinal))}."];
        if (body.Retention is { IsSet: true, Value: { } rule } && new[] { rule.LegalBasis, rule.Article, rule.Period, rule.Trigger }.Any(f => f is null || f.Length > 500))
            errors["retention"] = ["legalBasis, article, period and trigger are required, each of at most 500 characters."];
        Check(errors, "purposes", body.Purposes);
        Check(errors, "recipients", body.Recipients);
        if (body.Source is { IsSet: true, Value.Length: > 500 })
            errors["source"] = ["At most 500 characters."];
        return errors.Count > 0 ? Problems.Validation(errors) : null;
    }

    private static void Check(Dictionary<string, string[]> errors, string field, Optional<string[]> list)
    {
        if (list.IsSet && (list.Value.Length > 100 || list.Value.Any(v => string.IsNullOrWhiteSpace(v) || v.Length > 200)))
            errors[field] = ["At most 100 entries, each of 1 to 200 characters."];
    }

    private static string Fields(Body body) => string.Join(',', new (string Name, bool IsSet)[]
    {
        ("subjectKind", body.SubjectKind.IsSet), ("action", body.Action.IsSet), ("retention", body.Retention.IsSet), ("reference", body.Reference.IsSet),
        ("purposes", body.Purposes.IsSet), ("recipients", body.Recipients.IsSet), ("source", body.Source.IsSet),
    }.Where(f => f.IsSet).Select(f => f.Name));
}
