using System.Text.Json;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Planning;
using Governance.Messaging;

namespace Governance.Dsar.Plans;

internal static class PlanDocuments
{
    public static StorePlan Read(PlannedStore store) => JsonSerializer.Deserialize<StorePlan>(store.Document, MessageJson.Options)!;

    public static PlanSummary Summary(RequestPlan plan) => JsonSerializer.Deserialize<PlanSummary>(plan.Summary, MessageJson.Options)!;

    public static Dictionary<Guid, int> MapVersions(RequestPlan plan) => JsonSerializer.Deserialize<Dictionary<Guid, int>>(plan.MapVersions)!;
}
