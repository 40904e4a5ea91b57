using Governance.Inventory.Data;
using Governance.Inventory.Mapping.Checking;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>How the latest scan differs from the confirmed map, table by table.</summary>
internal static class ReadDrift
{
    /// <param name="Total">Changes on all pages.</param>
    /// <param name="Next">Goes into <c>?after=</c> for the page behind; null on the last one.</param>
    internal sealed record Response(int ConfirmedVersion, Guid ScanId, DateTimeOffset ScannedAt, int Total, IReadOnlyList<DriftItem> Items, string? Next);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid id, InventoryDbContext db, Drifts drifts, CancellationToken ct, string? after = null, int? limit = null)
    {
        if (!TextCursor.TryRead(after, out var cursor))
            return Problems.Validation("after", "Not a cursor of this list.");
        if (await drifts.FindAsync(db, id, ct) is not { } drift)
            return Problems.NotFound("confirmed data map");
        var take = Paging.Limit(limit);
        var rows = drift.Items.Where(i => cursor is null || string.CompareOrdinal(Drifts.KeyOf(i), cursor) > 0).Take(take + 1).ToList();
        var page = Paging.ToPage(rows, take, i => i, i => TextCursor.Of(Drifts.KeyOf(i)));
        return TypedResults.Ok(new Response(drift.ConfirmedVersion, drift.ScanId, drift.ScannedAt, drift.Items.Count, page.Items, page.Next));
    }
}
