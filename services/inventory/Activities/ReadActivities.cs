using System.Globalization;
using System.Text;
using Governance.Inventory.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Activities;

internal static class ReadActivities
{
    private const int Batch = 200;

    /// <summary>By name.</summary>
    /// <param name="after">Name of the last activity of the page before.</param>
    /// <param name="search">Only those whose name, purposes, data uses or recipients contain this.</param>
    /// <param name="complete">Only those with (true) or without (false) every item of GDPR Art. 30(1).</param>
    /// <param name="flagged">Only those with (true) or without (false) something wrong besides.</param>
    /// <param name="ended">True: only those that have ended; otherwise only the others.</param>
    public static async Task<Ok<Page<ActivityLine>>> ListAsync(
        InventoryDbContext db, ActivityWriter writer, CancellationToken ct, string? after = null, int? limit = null, string? search = null, bool? complete = null, bool? flagged = null, bool ended = false)
    {
        var take = Paging.Limit(limit);
        var activities = db.Activities.AsNoTracking().Where(a => a.EndedAt != null == ended);
        if (search?.Trim() is { Length: > 0 } text)
            activities = activities.Where(a => EF.Functions.ILike(a.SearchText, "%" + LikePattern.Escape(text) + "%", "\\"));

        // Completeness is judged by the rules of today, not by those of the day a record was written: what does not fit is passed over here.
        var found = new List<ActivityLine>();
        for (var from = after; found.Count <= take;)
        {
            var batch = await activities.Where(a => from == null || string.Compare(a.Name, from) > 0).OrderBy(a => a.Name).Take(Batch).ToListAsync(ct);
            found.AddRange(batch.Select(a => ActivityLine.Of(a, writer.StateOf(a.Details)))
                .Where(l => (complete == null || l.MissingLetters.Count == 0 == complete) && (flagged == null || l.Flags.Count > 0 == flagged)));
            if (batch.Count < Batch)
                break;
            from = batch[^1].Name;
        }
        return TypedResults.Ok(Paging.ToPage(found, take, l => l, l => l.Name));
    }

    public static async Task<Results<Ok<ActivityView>, ProblemHttpResult>> GetAsync(Guid id, InventoryDbContext db, ActivityWriter writer, HttpResponse response, CancellationToken ct)
    {
        if (await db.Activities.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } activity)
            return Problems.NotFound("processing activity");
        response.SetEtag(activity.Version);
        return TypedResults.Ok(writer.View(activity));
    }

    /// <summary>Newest first.</summary>
    /// <param name="after">Number of the last version of the page before.</param>
    public static async Task<Results<Ok<Page<ActivityVersionView>>, ProblemHttpResult>> ListVersionsAsync(Guid id, InventoryDbContext db, CancellationToken ct, int? after = null, int? limit = null)
    {
        if (!await db.Activities.AnyAsync(a => a.Id == id, ct))
            return Problems.NotFound("processing activity");
        var take = Paging.Limit(limit);
        var rows = await db.ActivityVersions.AsNoTracking().Where(v => v.ActivityId == id && (after == null || v.Number < after))
            .OrderByDescending(v => v.Number).Take(take + 1).Select(v => new ActivityVersionView(v.Number, v.Hash, v.Ended, v.ChangedBy, v.ChangedAt)).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, take, v => v, v => v.Version.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The document byte for byte, so that whoever has the hash can check it.</summary>
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetVersionAsync(Guid id, int number, InventoryDbContext db, CancellationToken ct) =>
        await db.ActivityVersions.AsNoTracking().Where(v => v.ActivityId == id && v.Number == number).Select(v => v.Document).SingleOrDefaultAsync(ct) is { } document
            ? TypedResults.Text(document, "application/json", Encoding.UTF8)
            : Problems.NotFound("version of the processing activity");
}
