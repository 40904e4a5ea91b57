using System.Security.Claims;
using Governance.Audit.Data;
using Governance.Contracts;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Anomalies.Settings;

/// <param name="ChangedBy">Null while those of the configuration are in force.</param>
internal sealed record SettingsResponse(AnomalySettings Settings, int Version, string? ChangedBy, DateTimeOffset? ChangedAt);

internal static class SettingsEndpoints
{
    public static void MapAnomalySettings(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/anomaly-settings").WithTags("Anomalies");
        group.MapGet("/", GetAsync).WithName("Audit.GetAnomalySettings").WithSummary("The thresholds in force").RequirePermission(Permissions.AuditRead);
        group.MapPut("/", SetAsync).WithName("Audit.SetAnomalySettings").WithSummary("Set all thresholds; the change is an event").RequirePermission(Permissions.AuditTune)
            .Validate(new SettingsValidator()).WithIfMatch();
    }

    private static async Task<Ok<SettingsResponse>> GetAsync(AuditDbContext db, IOptions<AnomalyOptions> options, HttpContext http, CancellationToken ct)
    {
        var stored = await db.Set<StoredSettings>().AsNoTracking().SingleOrDefaultAsync(ct);
        http.Response.SetEtag(stored?.Version ?? 0);
        return TypedResults.Ok(stored is null ? new SettingsResponse(options.Value.Settings, 0, null, null) : Response(stored));
    }

    private static async Task<Results<Ok<SettingsResponse>, ProblemHttpResult>> SetAsync(
        AnomalySettings body,
        AuditDbContext db,
        IOptions<AnomalyOptions> options,
        MessageOutbox outbox,
        EventHeaders headers,
        ClaimsPrincipal user,
        HttpContext http,
        TimeProvider clock,
        CancellationToken ct)
    {
        var stored = await db.Set<StoredSettings>().SingleOrDefaultAsync(ct);
        if (http.Request.CheckIfMatch(stored?.Version ?? 0) is { } problem)
            return problem;
        var fields = CurrentSettings.Changes(stored is null ? options.Value.Settings : CurrentSettings.Parse(stored.Document), body);
        if (stored is null)
        {
            stored = new StoredSettings { Document = "", ChangedBy = "", ChangedAt = default, Version = 0 };
            db.Add(stored);
        }

        (stored.Document, stored.ChangedBy, stored.ChangedAt, stored.Version) = (CurrentSettings.Write(body), user.CallerId(), clock.GetUtcNow(), stored.Version + 1);
        outbox.Add(db, new AnomalySettingsChanged(headers.New(user.Actor(), "anomaly-settings", "current") with { ObjectVersion = stored.Version }, stored.Version, fields));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return Problems.PreconditionFailed();
        }

        http.Response.SetEtag(stored.Version);
        return TypedResults.Ok(Response(stored));
    }

    private static SettingsResponse Response(StoredSettings stored) => new(CurrentSettings.Parse(stored.Document), stored.Version, stored.ChangedBy, stored.ChangedAt);
}
