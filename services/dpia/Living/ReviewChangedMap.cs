using Governance.Contracts.Inventory.V1;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Workflow;
using Governance.Messaging.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Living;

/// <summary>A data map was confirmed: assessments of processing that uses the store are told what changed since the map they know.</summary>
internal sealed class ReviewChangedMap(DpiaDbContext db, ConsumerSupport support, MapKeeper maps, ReviewDesk desk) : IdempotentConsumer<DataMapConfirmed, DpiaDbContext>(db, support)
{
    protected override async Task HandleAsync(DataMapConfirmed message, CancellationToken ct)
    {
        var map = await maps.GetAsync(message.DataStoreId, message.Version, ct);
        foreach (var assessment in await AssessmentsOf.StoreAsync(Db, message.DataStoreId, ct))
            await CompareAsync(assessment, map, ct);
    }

    private async Task CompareAsync(Assessment assessment, KnownMap map, CancellationToken ct)
    {
        if (assessment.Maps.FirstOrDefault(m => m.DataStoreId == map.DataStoreId) is not { } baseline || baseline.MapVersion >= map.Version)
            return;
        IReadOnlyList<NamedChange> changes = baseline.MapVersion is { } known
            ? MapDiff.Compare((await maps.GetAsync(map.DataStoreId, known, ct)).Document, map.Document)
            : [new NamedChange(baseline.DataStoreName, "first-map-confirmed")];
        var news = changes.Where(c => !IsKnown(assessment.Subject, c)).ToList();
        foreach (var group in news.GroupBy(MapDiff.KindOf).OrderBy(g => g.Key))
            await desk.TriggerAsync(assessment.Id, group.Key, map.DataStoreId.ToString(), Reason(group.Key, baseline, map, [.. group]), [.. group], actor: null, ct);
    }

    /// <summary>Purposes and recipients that the assessment speaks of already.</summary>
    private static bool IsKnown(AssessmentSubject subject, NamedChange change) =>
        (change.Change == "recipient-added" && subject.Recipients.Contains(change.After!)) || (change.Change == "purpose-added" && subject.Purposes.Contains(change.After!));

    private static string Reason(TriggerKind kind, MapBaseline baseline, KnownMap map, IReadOnlyList<NamedChange> changes)
    {
        var what = kind switch
        {
            TriggerKind.NewRecipient => "names a new recipient",
            TriggerKind.NewPurpose => "names a new purpose",
            _ => "has changed",
        };
        return $"The data map of {baseline.DataStoreName} {what} in version {map.Version}: {Listing.Of(changes)}.";
    }
}

/// <summary>A scan found what the confirmed map does not hold.</summary>
internal sealed class ReviewDrift(DpiaDbContext db, ConsumerSupport support, MapKeeper maps, ReviewDesk desk) : IdempotentConsumer<ScanCompleted, DpiaDbContext>(db, support)
{
    protected override async Task HandleAsync(ScanCompleted message, CancellationToken ct)
    {
        if (message.DriftCount == 0 || await AssessmentsOf.StoreAsync(Db, message.DataStoreId, ct) is not { Count: > 0 } assessments)
            return;
        var changes = (await maps.DriftAsync(message.DataStoreId, ct)).Where(d => d.Kind is "new-personal-data" or "table-added")
            .Select(d => new NamedChange(string.Join('.', new[] { d.Schema, d.Table, d.Subject }.Where(p => p is not null)), d.Kind, d.Before, d.After)).ToList();
        if (changes.Count == 0)
            return;
        foreach (var assessment in assessments)
        {
            var name = assessment.Maps.FirstOrDefault(m => m.DataStoreId == message.DataStoreId)?.DataStoreName;
            await desk.TriggerAsync(
                assessment.Id, TriggerKind.Drift, message.DataStoreId.ToString(), $"A scan of {name} found what its confirmed map doesn't hold: {Listing.Of(changes)}.", changes, actor: null, ct);
        }
    }
}

internal static class AssessmentsOf
{
    /// <summary>The open assessments of processing that uses a data store.</summary>
    public static async Task<IReadOnlyList<Assessment>> StoreAsync(DpiaDbContext db, Guid store, CancellationToken ct) =>
        await db.Assessments.AsNoTracking().Where(a => a.DataStoreIds.Contains(store) && a.State != AssessmentState.Archived && a.State != AssessmentState.Rejected)
            .OrderBy(a => a.Id).ToListAsync(ct);
}

internal static class Listing
{
    private const int Most = 5;

    /// <summary>The first few by name, then how many more.</summary>
    public static string Of(IReadOnlyList<NamedChange> changes) =>
        string.Join(", ", changes.Take(Most).Select(c => $"{c.What} ({c.Change}{(c.After is null ? "" : $": {c.After}")})")) + (changes.Count > Most ? $" and {changes.Count - Most} more" : "");
}
