using System.Security.Claims;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dpia.Assessments;

/// <summary>
/// Saves what people write. Whoever saves under an ETag that is no longer the part's gets 412 with both texts, and theirs is set aside as a
/// revision: no text is ever lost.
/// </summary>
internal sealed class PartWriter(DpiaDbContext db, People people, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
{
    /// <summary>Locks the assessment against a step being taken meanwhile. Other writers are let in.</summary>
    /// <returns>The assessment, or why it can't be written.</returns>
    public async Task<(Assessment? Assessment, ProblemHttpResult? Problem)> OpenAsync(Guid id, CancellationToken ct, Func<Assessment, bool>? writable = null)
    {
        if (await db.ShareAsync(id, ct) is not { } assessment)
            return (null, Problems.NotFound("assessment"));
        return (writable ?? (a => a.IsEditable))(assessment)
            ? (assessment, null)
            : (null, Problems.Conflict("not-editable", $"The assessment can't be written in the state {Screen.CodeOf(assessment.State)}."));
    }

    /// <param name="view">The part as the API shows it.</param>
    /// <returns>Null when it was saved.</returns>
    public async Task<ProblemHttpResult?> SaveAsync<TContent, TView>(Part<TContent> part, TContent content, Func<TView> view, HttpContext http, CancellationToken ct)
    {
        if (http.Request.Headers.IfMatch.Count == 0)
            return Problems.PreconditionRequired();
        if (http.Request.CheckIfMatch(part.Version) is not null)
            return await SetAsideAsync(part, content, view(), http, ct);
        part.Write(content, http.User.CallerId(), clock.Now());
        http.Response.SetEtag(part.Version);
        await RecordAsync(part, "written", http.User, ct);
        return null;
    }

    public async Task AddAsync<TContent>(Part<TContent> part, HttpContext http, CancellationToken ct)
    {
        db.Add(part);
        http.Response.SetEtag(part.Version);
        await RecordAsync(part, "added", http.User, ct);
    }

    public async Task RemoveAsync<TContent>(Part<TContent> part, ClaimsPrincipal user, CancellationToken ct)
    {
        db.Remove(part);
        await people.ContributedAsync(part.AssessmentId, user, ct);
        Announce(part, "removed", user);
    }

    private async Task RecordAsync<TContent>(Part<TContent> part, string change, ClaimsPrincipal user, CancellationToken ct)
    {
        db.Add(Revision.Saved(part, clock.Now()));
        await people.ContributedAsync(part.AssessmentId, user, ct);
        Announce(part, change, user);
    }

    private async Task<ProblemHttpResult> SetAsideAsync<TContent, TView>(Part<TContent> part, TContent content, TView current, HttpContext http, CancellationToken ct)
    {
        var late = Revision.Late(part, content, http.User.CallerId(), clock.Now());
        db.Add(late);
        await people.ContributedAsync(part.AssessmentId, http.User, ct);
        Announce(part, "kept", http.User);
        await db.SaveChangesAsync(ct);
        http.Response.SetEtag(part.Version);
        return TypedResults.Problem(
            detail: "Somebody else has written here meanwhile. Yours was set aside as a revision; compare the two and save again with the current ETag.",
            statusCode: StatusCodes.Status412PreconditionFailed,
            type: Problems.TypeOf("edit-conflict"),
            extensions: new Dictionary<string, object?> { ["current"] = current, ["kept"] = RevisionResponse.Of(late) });
    }

    private void Announce<TContent>(Part<TContent> part, string change, ClaimsPrincipal user)
    {
        var header = headers.New(user.Actor(), "dpia-assessment", part.AssessmentId);
        outbox.Add(db, new AssessmentContentChanged(header, part.AssessmentId, Screen.CodeOf(part.Kind), part.Key, change, part.Version));
    }
}
