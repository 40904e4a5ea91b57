using System.Security.Claims;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Consent.Records;

internal static class AddRecord
{
    public static async Task<Results<Created<RecordResponse>, ProblemHttpResult>> HandleAsync(RecordBody body, RecordIntake intake, ClaimsPrincipal user, CancellationToken ct)
    {
        var taken = (await intake.TakeAsync([body], user, ct))[0];
        return taken.Record is { } record
            ? TypedResults.Created($"/v1/records/{record.Id}", RecordResponse.Of(record))
            : ToProblem(taken.Refusal!);
    }

    public static ProblemHttpResult ToProblem(Refusal refusal) =>
        refusal.Field is { } field ? Problems.Validation(field, refusal.Message) : Problems.Unprocessable(refusal.Code, refusal.Message);
}
