using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Planning;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.Messaging;

namespace Governance.Dsar.Certificates;

/// <summary>Writes the certificate: what was done per store and table, what is kept and why, who decided. Ids, counts and times; nothing of the person but the pseudonym.</summary>
internal static class CertificateDocument
{
    public static byte[] Write(Guid id, SubjectRequest request, RequestPlan plan, IReadOnlyList<PlannedStore> stores, DateTimeOffset now)
    {
        var kept = PlanDocuments.Summary(plan).Kept;
        return CanonicalJson.Bytes(new JsonObject
        {
            ["formatVersion"] = 1,
            ["certificateId"] = id,
            ["requestId"] = request.Id,
            ["requestType"] = "erasure",
            ["subjectPseudonym"] = request.Pseudonym,
            ["regime"] = request.Regime,
            ["receivedAt"] = request.ReceivedAt,
            ["verifiedAt"] = request.VerifiedAt,
            ["verificationMethod"] = request.VerificationMethod,
            ["issuedAt"] = now,
            ["planId"] = plan.Id,
            ["planHash"] = plan.PlanHash,
            ["plannedBy"] = plan.PlannedBy,
            ["approvedBy"] = plan.DecidedBy,
            ["approvedAt"] = plan.DecidedAt,
            ["stores"] = new JsonArray([.. stores.Select(s => (JsonNode)Store(s, kept))]),
        });
    }

    private static JsonObject Store(PlannedStore store, IReadOnlyList<KeptRows> kept)
    {
        var plan = PlanDocuments.Read(store);
        var done = store.Done.ToDictionary(d => d.Step);
        return new()
        {
            ["dataStoreId"] = store.DataStoreId,
            ["name"] = store.DataStoreName,
            ["mapVersion"] = store.MapVersion,
            ["executionId"] = store.ExecutionId,
            ["completedAt"] = store.CompletedAt,
            ["residualRows"] = store.ResidualRows,
            ["tables"] = new JsonArray([.. plan.Steps.Select(s => (JsonNode)Table(s, done, kept.FirstOrDefault(k => k.DataStoreId == store.DataStoreId && k.Step == s.Number)))]),
        };
    }

    private static JsonObject Table(PlanStep step, Dictionary<int, Contracts.DataPlane.V1.StepCount> done, KeptRows? kept)
    {
        var count = done.GetValueOrDefault(step.Number);
        return new()
        {
            ["table"] = step.Table.ToString(),
            ["action"] = JsonNamingPolicy.CamelCase.ConvertName(step.Action.ToString()),
            ["rows"] = count?.Rows ?? 0,
            ["sharedRowsLeft"] = count?.SharedRows ?? 0,
            ["maskedColumns"] = new JsonArray([.. step.Masks.Select(m => (JsonNode)m.ColumnName)]),
            ["kept"] = kept is null ? null : new JsonObject
            {
                ["reason"] = kept.Reason,
                ["retention"] = JsonSerializer.SerializeToNode(kept.Retention, MessageJson.Options),
                ["references"] = new JsonArray([.. kept.References.Select(r => (JsonNode)r)]),
            },
        };
    }
}
