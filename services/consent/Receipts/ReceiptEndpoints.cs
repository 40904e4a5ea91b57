using System.Security.Claims;
using System.Text.Json;
using Governance.Consent.Data;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Consent.Receipts;

/// <param name="Receipt">JWS in compact serialisation (RFC 7515), ES256.</param>
/// <param name="KeyId">Which of the published keys verifies it.</param>
/// <param name="Keys">Where they are.</param>
internal sealed record ReceiptResponse(string Receipt, string KeyId, string Keys);

/// <param name="Receipt">JWS in compact serialisation.</param>
internal sealed record VerifyReceiptBody(string Receipt);

/// <param name="Reason">Why it does not verify: <c>malformed</c>, <c>notAReceipt</c>, <c>unknownKey</c>, <c>keyWithdrawn</c> or <c>signatureWrong</c>.</param>
/// <param name="Content">What was signed, when it verifies.</param>
internal sealed record ReceiptVerificationResponse(bool Valid, ReceiptFault? Reason, string? KeyId, JsonElement? Content);

/// <param name="WithdrawnAt">Set when the key became known to others.</param>
internal sealed record ReceiptKeyResponse(string Id, DateTimeOffset CreatedAt, DateTimeOffset SignsFrom, DateTimeOffset? WithdrawnAt, bool HeldHere)
{
    public static ReceiptKeyResponse Of(ReceiptKey key) => new(key.Id, key.CreatedAt, key.SignsFrom, key.WithdrawnAt, key.SealedPrivateKey is not null);
}

/// <param name="Compromised">True: the new key signs at once, and no receipt of the older keys verifies any more.</param>
internal sealed record RotateReceiptKeyBody(bool Compromised = false);

internal static class ReceiptEndpoints
{
    public const string KeysPath = "/.well-known/jwks.json";

    public static void MapReceipts(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/records/{id:guid}/receipt", IssueAsync).WithName("Consent.GetReceipt").WithTags("Receipts")
            .WithSummary("A signed receipt of a record, verifiable offline with the published keys").RequirePermission(Permissions.ConsentRead);
        app.MapGet("/v1/records/{id:guid}/ts-27560", DescribeAsync).WithName("Consent.GetRecordDocument").WithTags("Receipts")
            .WithSummary("A record in the shape of ISO/IEC TS 27560, for exchange; what a receipt signs").RequirePermission(Permissions.ConsentRead);
        app.MapPost("/v1/public/receipts/verification", VerifyAsync).WithName("Consent.VerifyReceipt").WithTags("Receipts")
            .WithSummary("Whether a receipt was signed by this service, and what it says").AllowPublic("Anyone may verify a receipt.");
        app.MapGet(KeysPath, KeysAsync).WithName("Consent.GetReceiptKeys").WithTags("Receipts")
            .WithSummary("The public keys of receipts as a JWK set").AllowPublic("Receipts are verified with these keys.");
        var keys = app.MapGroup("/v1/receipt-keys").WithTags("Receipts");
        keys.MapGet("/", ListAsync).WithName("Consent.ListReceiptKeys").WithSummary("The keys of receipts, withdrawn ones too").RequirePermission(Permissions.KeysRotate);
        keys.MapPost("/rotation", RotateAsync).WithName("Consent.RotateReceiptKey").WithSummary("Let a new key take over").RequirePermission(Permissions.KeysRotate);
        app.MapReceiptPage();
    }

    private static async Task<Results<Ok<ReceiptResponse>, ProblemHttpResult>> IssueAsync(Guid id, ReceiptIssuer issuer, CancellationToken ct) =>
        await issuer.IssueAsync(id, ct) is { } issued
            ? TypedResults.Ok(new ReceiptResponse(issued.Receipt, issued.KeyId, KeysPath))
            : Problems.NotFound("record");

    private static async Task<Results<Ok<RecordDocument>, ProblemHttpResult>> DescribeAsync(Guid id, RecordDescriber describer, CancellationToken ct) =>
        await describer.DescribeAsync(id, ct) is { } record ? TypedResults.Ok(record) : Problems.NotFound("record");

    private static async Task<Results<Ok<ReceiptVerificationResponse>, ProblemHttpResult>> VerifyAsync(VerifyReceiptBody body, ReceiptVerifier verifier, CancellationToken ct)
    {
        var check = await verifier.CheckAsync(body.Receipt, ct);
        return TypedResults.Ok(new ReceiptVerificationResponse(check.Valid, check.Fault, check.KeyId, check.Content));
    }

    private static async Task<JsonHttpResult<JwkSet>> KeysAsync(ReceiptKeyRing keys, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "public, max-age=300";
        response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Json(new JwkSet([.. (await keys.GetPublishedAsync(ct)).Select(k => k.Public)]), contentType: "application/jwk-set+json");
    }

    private static async Task<Ok<IReadOnlyList<ReceiptKeyResponse>>> ListAsync(ReceiptKeyRing keys, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<ReceiptKeyResponse>>([.. (await keys.GetAllAsync(ct)).Select(k => ReceiptKeyResponse.Of(k.Row)).OrderByDescending(k => k.SignsFrom)]);

    private static async Task<Results<Ok<ReceiptKeyResponse>, ProblemHttpResult>> RotateAsync(RotateReceiptKeyBody body, ReceiptKeyRing keys, ClaimsPrincipal user, CancellationToken ct) =>
        await keys.RotateAsync(body.Compromised, user.Actor(), ct) is { } created
            ? TypedResults.Ok(ReceiptKeyResponse.Of(created))
            : Problems.Conflict("key-held-elsewhere", "The signing key is referred to by the configuration: change the reference and restart.");
}
