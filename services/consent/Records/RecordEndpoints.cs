using Governance.Consent.Data;
using Governance.Contracts;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Records;

internal static class RecordEndpoints
{
    public static void MapRecords(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/records").WithTags("Records");
        group.MapPost("/", AddRecord.HandleAsync).WithName("Consent.AddRecord").WithSummary("Record what a person said")
            .RequirePermission(Permissions.ConsentWrite).Validate(new RecordBodyValidator()).WithAnswerBesideRecord().WithIdempotency<ConsentDbContext>();
        group.MapPost("/bulk", AddRecords.HandleAsync).WithName("Consent.AddRecords").WithSummary("Record what many people said, in one write")
            .RequirePermission(Permissions.ConsentWrite).Validate(new AddRecordsValidator()).InTurn<AddRecordsBody>(b => b.Records.Select(r => (r.Subject, r.Purpose))).WithIdempotency<ConsentDbContext>();
        group.MapPost("/endings", EndConsent.HandleAsync).WithName("Consent.EndConsent").WithSummary("End a consent by staff")
            .RequirePermission(Permissions.ConsentGovern).Validate(new EndConsentValidator()).InTurn<EndConsentBody>(b => [(b.Subject, b.Purpose)]).WithIdempotency<ConsentDbContext>();
        group.MapGet("/{id:guid}", GetAsync).WithName("Consent.GetRecord").WithSummary("One record").RequirePermission(Permissions.ConsentRead);
    }

    private static async Task<Results<Ok<RecordResponse>, ProblemHttpResult>> GetAsync(Guid id, ConsentDbContext db, CancellationToken ct) =>
        await db.Records.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { } record
            ? TypedResults.Ok(RecordResponse.Of(record))
            : Problems.NotFound("record");
}

/// <param name="Version">Position in the history of this subject and purpose, from 1.</param>
/// <param name="OccurredAt">When it happened, where that is earlier than when it was recorded.</param>
/// <param name="RelatesTo">The record that it confirms, or whose consent it ends.</param>
/// <param name="Demonstrable">False for imported consent that came without evidence.</param>
internal sealed record RecordResponse(
    Guid Id,
    string Subject,
    string Purpose,
    int PurposeVersion,
    int Version,
    ConsentAction Action,
    DateTimeOffset RecordedAt,
    DateTimeOffset? ExpiresAt,
    RecordedNotice? Notice,
    string Method,
    string Source,
    GivenBy GivenBy,
    string? Country,
    DateTimeOffset? OccurredAt,
    Guid? RelatesTo,
    string? Reason,
    bool Demonstrable,
    string? Evidence,
    Guid? ImportId)
{
    public static RecordResponse Of(ConsentRecord r) => new(
        r.Id,
        r.Subject,
        r.PurposeCode,
        r.PurposeVersion,
        r.Version,
        r.Action,
        r.RecordedAt,
        r.ExpiresAt,
        r.NoticeCode is null ? null : new RecordedNotice(r.NoticeCode, r.NoticeVersion!.Value, r.Language!, r.ContentHash!, r.WithdrawalMethod!),
        r.Method,
        r.Source,
        r.GivenBy,
        r.Country,
        r.OccurredAt,
        r.RelatesTo,
        r.Reason,
        r.Demonstrable,
        r.Evidence,
        r.ImportId);
}

/// <summary>What the data subject was shown.</summary>
internal sealed record RecordedNotice(string Code, int Version, string Language, string ContentHash, string WithdrawalMethod);
