using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Requests;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Access;

internal static class ConfirmAddress
{
    private const int MaxCodeLength = 40;

    public sealed record Body(string Code);

    /// <param name="AccessSecret">For <c>X-Access-Secret</c>. Shown once.</param>
    public sealed record Response(string AccessSecret, DateTimeOffset ExpiresAt);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, Body body, HttpContext http, DsarDbContext db, KeyVault keys, MessageOutbox outbox, EventHeaders headers, PublicLimits limits,
        IOptions<VerificationOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (limits.Attempt(http) is { } tooMany)
            return tooMany;
        if (body.Code.Length > MaxCodeLength)
            return Problems.Validation("code", $"At most {MaxCodeLength} characters.");
        if (await db.LockAddressCheckAsync(id, ct) is not { } check)
            return Problems.Unprocessable("code-wrong", "The code is wrong.");
        var secret = Secrets.Token();
        var header = headers.New(Actor.DataSubject(check.Pseudonym), "address-check", id, check.Pseudonym);
        var refusal = check.Confirm(keys.Hash("address-code", id, Secrets.NormaliseCode(body.Code)), keys.Hash("address-access", id, secret), options.Value, clock.GetUtcNow());
        outbox.Add(db, refusal is null
            ? new AddressConfirmed(header, id)
            : new AddressConfirmationRefused(header with { Outcome = Outcome.Refused, Reason = refusal.Code }, id, check.AttemptsLeft));
        await db.SaveChangesAsync(ct);
        return refusal is null
            ? TypedResults.Ok(new Response(secret, check.AccessExpiresAt!.Value))
            : Problems.Unprocessable(refusal.Code, refusal.Detail);
    }
}
