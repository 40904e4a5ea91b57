using System.Security.Claims;
using System.Text.Json;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Consent.Records;

internal static class AddRecord
{
    public static Task<Results<Created<RecordResponse>, ProblemHttpResult>> HandleAsync(RecordBody body, RecordIntake intake, ClaimsPrincipal user, CancellationToken ct) =>
        TakeAsync(body, intake, user, null, ct);

    public static ProblemHttpResult ToProblem(Refusal refusal) =>
        refusal.Field is { } field ? Problems.Validation(field, refusal.Message) : Problems.Unprocessable(refusal.Code, refusal.Message);

    /// <summary>
    /// Puts the answer to a new Idempotency-Key into the statement that writes the record, so that such a call is written together with
    /// others too and holds no transaction open while it waits. Only a repeat goes the general way.
    /// </summary>
    public static RouteHandlerBuilder WithAnswerBesideRecord(this RouteHandlerBuilder builder) => builder.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        if (await IdempotencyFilter.ClaimAsync(http) is not { } claim)
            return await next(context);
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        IdempotencyRecord Answered(ConsentRecord record)
        {
            (claim.StatusCode, claim.Location, claim.Body) = (StatusCodes.Status201Created, LocationOf(record), JsonSerializer.Serialize(RecordResponse.Of(record), json));
            return claim;
        }
        try
        {
            return await TakeAsync(context.GetArgument<RecordBody>(0), http.RequestServices.GetRequiredService<RecordIntake>(), http.User, Answered, http.RequestAborted);
        }
        catch (PostgresException exception) when (exception is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: IdempotencyFilter.Table })
        {
            return await next(context);
        }
    });

    private static async Task<Results<Created<RecordResponse>, ProblemHttpResult>> TakeAsync(RecordBody body, RecordIntake intake, ClaimsPrincipal user, Func<ConsentRecord, IdempotencyRecord>? keep, CancellationToken ct)
    {
        var taken = (await intake.TakeAsync([body], user, ct, keep))[0];
        return taken.Record is { } record
            ? TypedResults.Created(LocationOf(record), RecordResponse.Of(record))
            : ToProblem(taken.Refusal!);
    }

    private static string LocationOf(ConsentRecord record) => $"/v1/records/{record.Id}";
}
