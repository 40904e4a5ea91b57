using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Consent.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Records.Confirmations;

/// <summary>Tokens are made of the confirmation's id under a key of this service: the same again for a repeated request, and stored nowhere.</summary>
internal sealed class ConfirmationTokens(SecretVault vault)
{
    private readonly Lazy<byte[]> _key = new(() => vault.Derive("confirmation-tokens"));

    /// <summary>256 bits, base64url.</summary>
    public string Of(Guid confirmation) => Base64Url.EncodeToString(HMACSHA256.HashData(_key.Value, confirmation.ToByteArray(bigEndian: true)));
}

internal static class ConfirmationTokenFilter
{
    /// <summary>Puts the token into the answer. Outside of the Idempotency-Key's filter, which keeps answers.</summary>
    public static RouteHandlerBuilder WithToken(this RouteHandlerBuilder builder) => builder.AddEndpointFilter(async (context, next) =>
    {
        var result = await next(context);
        var services = context.HttpContext.RequestServices;
        return Unwrap(result) switch
        {
            Created<RequestConfirmationResponse> { Value: { } answer } created => TypedResults.Created(created.Location, Complete(answer, services)),
            ContentHttpResult { StatusCode: StatusCodes.Status201Created, ResponseContent: { } kept } => TypedResults.Created((string?)null, Complete(Parse(kept, services), services)),
            _ => result,
        };
    });

    private static object? Unwrap(object? result) => result is INestedHttpResult nested ? Unwrap(nested.Result) : result;

    private static RequestConfirmationResponse Parse(string kept, IServiceProvider services) =>
        JsonSerializer.Deserialize<RequestConfirmationResponse>(kept, services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions)!;

    private static RequestConfirmationResponse Complete(RequestConfirmationResponse answer, IServiceProvider services) =>
        answer with { Token = services.GetRequiredService<ConfirmationTokens>().Of(answer.Id) };
}
