using System.Security.Claims;
using FluentValidation;
using Governance.Contracts;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Screenings;

/// <param name="Reason">Why, in writing.</param>
internal sealed record OverrideBody(OverrideGround Ground, string Reason);

internal static class OverrideScreening
{
    public static async Task<Results<Ok<ScreeningResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        OverrideBody body,
        DpiaDbContext db,
        MessageOutbox outbox,
        EventHeaders headers,
        ClaimsPrincipal user,
        HttpContext http,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (await db.Screenings.Include(s => s.Decisions).SingleOrDefaultAsync(s => s.Id == id, ct) is not { } screening)
            return Problems.NotFound("screening");
        if (http.Request.CheckIfMatch(screening.Version) is { } problem)
            return problem;
        var ground = Screen.CodeOf(body.Ground);
        if (screening.Override(body.Ground, body.Reason, RuleBook.Get(screening.RuleSet), user.CallerId(), clock.GetUtcNow()) is { } refusal)
        {
            if (!refusal.Forbidden)
                return Problems.Conflict(refusal.Code, refusal.Message);
            var refused = headers.New(user.Actor(), "dpia-screening", id) with { ObjectVersion = screening.Version, Outcome = Outcome.Refused, Reason = refusal.Code };
            outbox.Add(db, new ScreeningOverrideRefused(refused, id, ground));
            await db.SaveChangesAsync(ct);
            return Problems.Forbidden(refusal.Code, refusal.Message);
        }
        var header = headers.New(user.Actor(), "dpia-screening", id) with { ObjectVersion = screening.Version };
        outbox.Add(db, new ScreeningOverridden(header, id, ground, Screen.CodeOf(screening.Result)));
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        http.Response.SetEtag(screening.Version);
        return TypedResults.Ok(ScreeningResponse.Of(screening));
    }
}

internal sealed class OverrideBodyValidator : AbstractValidator<OverrideBody>
{
    public OverrideBodyValidator() => RuleFor(b => b.Reason).Text(4_000);
}
