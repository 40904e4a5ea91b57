using System.Security.Claims;
using Governance.Contracts;
using Governance.Inventory.Activities.Rules;
using Governance.Inventory.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Inventory.Activities;

/// <summary>What registering, changing and ending an activity have in common: the rules beyond the form, the version and its event.</summary>
internal sealed class ActivityWriter(InventoryDbContext db, MessageOutbox outbox, EventHeaders headers, IOptions<ActivityOptions> options, TimeProvider clock)
{
    private static readonly string[] NoSuchStore = ["There is no such data store."];

    /// <summary>Null when nothing stands against it.</summary>
    public async Task<ProblemHttpResult?> RefuseAsync(ActivityDetails details, Guid? self, CancellationToken ct)
    {
        var name = details.Name.Trim();
        if (await db.Activities.AnyAsync(a => a.Name == name && a.Id != self, ct))
            return NameTaken();
        var known = await db.DataStores.Where(s => details.DataStoreIds.Contains(s.Id)).Select(s => s.Id).ToListAsync(ct);
        var unknown = details.DataStoreIds.Index().Where(s => !known.Contains(s.Item)).ToDictionary(s => $"dataStoreIds[{s.Index}]", _ => NoSuchStore);
        return unknown.Count > 0 ? Problems.Validation(unknown) : null;
    }

    /// <summary>The version and its event wait for the caller's save.</summary>
    public void Add(ActivityVersion version, ClaimsPrincipal user, Func<EventHeader, IEvent> announce)
    {
        db.Add(version);
        outbox.Add(db, announce(headers.New(user.Actor(), "processing-activity", version.ActivityId) with { ObjectVersion = version.Number }));
    }

    public ActivityDetails Completed(ActivityDetails details, ClaimsPrincipal user) => details.Completed(options.Value, user.CallerId());

    public Completeness StateOf(ActivityDetails details) => Completeness.Of(details, options.Value, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));

    public ActivityView View(ProcessingActivity activity) => ActivityView.Of(activity, StateOf(activity.Details));

    public static ProblemHttpResult NameTaken() => Problems.Conflict("name-taken", "Another processing activity has this name; it may have ended.");
}
