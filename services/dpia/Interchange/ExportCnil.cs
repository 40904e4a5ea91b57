using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Templates;
using Governance.Dpia.Workflow;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Interchange;

/// <summary>
/// Writes an assessment as a CNIL PIA file. An imported one is the file as it came, with what has been edited since put in its place: unknown
/// fields, order and everything we don't understand stay.
/// </summary>
internal sealed class ExportCnil(DpiaDbContext db, TimeProvider clock)
{
    private string _now = "";
    private JsonNode _piaId = JsonValue.Create(1);

    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> HandleAsync(Guid id, ExportCnil export, DpiaDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assessment)
            return Problems.NotFound("assessment");
        if (assessment.TemplateCode != BuiltInTemplates.General)
            return Problems.Conflict("other-template", "Only assessments on the general template have the structure of a CNIL PIA file.");
        response.Headers.ContentDisposition = $"attachment; filename=\"pia-{id}.json\"";
        return TypedResults.Text((await export.WriteAsync(assessment, ct)).ToJsonString(CnilJson.Options), "application/json", Encoding.UTF8);
    }

    private async Task<JsonObject> WriteAsync(Assessment assessment, CancellationToken ct)
    {
        _now = clock.Now().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var content = await AssessmentContent.ReadAsync(db, assessment, ct);
        var root = assessment.ImportedFile is { } file
            ? JsonNode.Parse(file)!.AsObject()
            : new JsonObject { ["pia"] = new JsonObject { ["id"] = 1, ["status"] = 0, ["name"] = assessment.Title, ["created_at"] = _now, ["updated_at"] = _now } };
        var imported = new CnilReader().Read(JsonSerializer.SerializeToElement(root));
        var pia = root["pia"]!.AsObject();
        _piaId = pia["id"] ?? _piaId;
        if (imported.Name != assessment.Title)
            Set(pia, ("name", assessment.Title), ("updated_at", _now));
        if (StatusOf(assessment.State) is { } status && pia["status"]?.ToJsonString() != status.ToString(CultureInfo.InvariantCulture))
            Set(pia, ("status", status), ("updated_at", _now));
        Answers(List(root, "answers"), content, imported);
        var measures = Measures(List(root, "measures"), content, imported);
        Evaluations(List(root, "evaluations"), content, imported, measures);
        await CommentsAsync(List(root, "comments"), assessment.Id, content, measures, ct);
        return root;
    }

    /// <summary>CNIL: 1 refused, 3 signed, 4 archived; null leaves it as it is (0 doing).</summary>
    private static int? StatusOf(AssessmentState state) => state switch
    {
        AssessmentState.Rejected => 1,
        AssessmentState.Approved or AssessmentState.Monitoring or AssessmentState.ReviewDue => 3,
        AssessmentState.Archived => 4,
        _ => null,
    };

    private void Answers(JsonArray list, AssessmentContent content, CnilContent imported)
    {
        foreach (var question in content.Template.Document.Questions.Where(q => q.Cnil is not null))
            Answer(list, question.Cnil!.Value, new CnilAnswer(content.Answers.TryGetValue(question.Id, out var a) ? a.Content.Text : null, null, []), imported, "text");
        foreach (var (code, _, prefix) in CnilNumbers.Events)
        {
            if (content.Risks.FirstOrDefault(r => r.FearedEvent == code)?.Content is not { } risk)
                continue;
            Answer(list, prefix + CnilNumbers.Impacts, new(null, null, risk.Impacts), imported, "list");
            Answer(list, prefix + CnilNumbers.Threats, new(null, null, risk.Threats), imported, "list");
            Answer(list, prefix + CnilNumbers.Sources, new(null, null, risk.Sources), imported, "list");
            Answer(list, prefix + CnilNumbers.Controls, new(null, null, risk.Controls), imported, "list");
            Answer(list, prefix + CnilNumbers.Severity, new(null, risk.Severity, []), imported, "gauge");
            Answer(list, prefix + CnilNumbers.Likelihood, new(null, risk.Likelihood, []), imported, "gauge");
        }
    }

    /// <param name="member">The member of <c>data</c> that is ours; what else is in there stays.</param>
    private void Answer(JsonArray list, int number, CnilAnswer now, CnilContent imported, string member)
    {
        var before = imported.Answers.GetValueOrDefault(number, CnilAnswer.None);
        var same = member switch
        {
            "text" => (before.Text ?? "") == (now.Text ?? ""),
            "list" => before.List.SequenceEqual(now.List),
            _ => before.Gauge == now.Gauge,
        };
        if (same)
            return;
        var node = Find(list, "reference_to", number.ToString(CultureInfo.InvariantCulture));
        if (node is null)
            list.Add(node = Added(("reference_to", number), ("data", new JsonObject { ["text"] = null, ["gauge"] = null, ["list"] = new JsonArray() })));
        if (node["data"] is not JsonObject data)
            node["data"] = data = [];
        data[member] = member switch
        {
            "text" => now.Text,
            "list" => new JsonArray([.. now.List.Select(i => (JsonNode?)i)]),
            _ => now.Gauge ?? 0,
        };
        node["updated_at"] = _now;
    }

    /// <returns>Our measures' keys → ids in the file.</returns>
    private Dictionary<string, JsonNode> Measures(JsonArray list, AssessmentContent content, CnilContent imported)
    {
        var ids = new Dictionary<string, JsonNode>();
        var next = list.OfType<JsonObject>().Select(m => long.TryParse(m["id"]?.ToString(), CultureInfo.InvariantCulture, out var n) ? n : 0).DefaultIfEmpty(0).Max() + 1;
        foreach (var measure in content.Measures)
        {
            var node = measure.ImportedId is { } id ? Find(list, "id", id) : null;
            var before = imported.Measures.FirstOrDefault(m => m.Id == measure.ImportedId);
            if (node is null)
                list.Add(node = Added(("id", next++), ("title", measure.Content.Title), ("content", measure.Content.Description), ("placeholder", "")));
            else if ((before!.Title.Length > 0 ? before.Title : "Measure") != measure.Content.Title || before.Content != measure.Content.Description)
                Set(node, ("title", measure.Content.Title), ("content", measure.Content.Description), ("updated_at", _now));
            ids[measure.Key] = node["id"]!;
        }
        return ids;
    }

    private void Evaluations(JsonArray list, AssessmentContent content, CnilContent imported, Dictionary<string, JsonNode> measures)
    {
        foreach (var evaluation in content.Evaluations)
        {
            if (ReferenceOf(evaluation.Target, content.Template.Document, measures) is not { } reference)
                continue;
            var before = imported.Evaluations.GetValueOrDefault(reference);
            if (before is { Status: not null } && CnilEvaluations.Content(before) == evaluation.Content)
                continue;
            Set(
                Evaluation(list, reference),
                ("status", 1 + (int)evaluation.Content.Status),
                ("evaluation_comment", evaluation.Content.Remark),
                ("action_plan_comment", evaluation.Content.ActionPlan),
                ("estimated_implementation_date", evaluation.Content.DueOn?.ToString("O", CultureInfo.InvariantCulture)),
                ("person_in_charge", evaluation.Content.PersonInCharge),
                ("updated_at", _now));
        }
        foreach (var (code, section, _) in CnilNumbers.Events)
        {
            var residual = content.Risks.FirstOrDefault(r => r.FearedEvent == code)?.Content.Residual;
            var before = imported.Evaluations.GetValueOrDefault(section);
            var wasRated = before is { Severity: not null, Likelihood: not null };
            if (residual is null ? !wasRated : wasRated && before!.Severity == residual.Severity && before.Likelihood == residual.Likelihood)
                continue;
            Set(Evaluation(list, section), ("gauges", new JsonObject { ["x"] = residual?.Severity ?? 0, ["y"] = residual?.Likelihood ?? 0 }), ("updated_at", _now));
        }
    }

    private JsonObject Evaluation(JsonArray list, string reference)
    {
        if (Find(list, "reference_to", reference) is { } found)
            return found;
        var node = Added(("status", 0), ("reference_to", reference), ("global_status", 0));
        list.Add(node);
        return node;
    }

    private async Task CommentsAsync(JsonArray list, Guid id, AssessmentContent content, Dictionary<string, JsonNode> measures, CancellationToken ct)
    {
        foreach (var comment in await db.Comments.AsNoTracking().Where(c => c.AssessmentId == id && !c.IsImported).OrderBy(c => c.Id).ToListAsync(ct))
        {
            JsonNode? reference = measures.TryGetValue(comment.Target, out var measure) ? measure.DeepClone() : content.Template.Document.Find(comment.Target)?.Cnil;
            if (reference is not null)
                list.Add(Added(("description", comment.Text), ("reference_to", reference), ("for_measure", measure is not null)));
        }
    }

    private static string? ReferenceOf(string target, Template template, Dictionary<string, JsonNode> measures) =>
        measures.TryGetValue(target, out var measure) ? $"3.1.{measure}"
        : template.Sections.Any(s => s.Id == target) ? target
        : template.Find(target)?.Cnil is { } number ? $"{CnilNumbers.SectionOf(number)}.{number}"
        : null;

    private JsonObject Added(params (string Name, JsonNode? Value)[] members)
    {
        var node = new JsonObject { ["pia_id"] = _piaId.DeepClone() };
        Set(node, members);
        Set(node, ("created_at", _now), ("updated_at", _now));
        return node;
    }

    private static JsonArray List(JsonObject root, string name)
    {
        if (root[name] is not JsonArray list)
            root[name] = list = [];
        return list;
    }

    private static JsonObject? Find(JsonArray list, string name, string value) => list.OfType<JsonObject>().FirstOrDefault(o => o[name]?.ToString() == value);

    private static void Set(JsonObject node, params (string Name, JsonNode? Value)[] members)
    {
        foreach (var (name, value) in members)
            node[name] = value;
    }
}
