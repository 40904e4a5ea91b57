using Governance.Identity.Protocol.Seam;

namespace Governance.Identity.Protocol;

/// <summary>RFC 7009: 200 for whatever token, so that nothing is learnt from the answer.</summary>
internal static class RevocationEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext http, IClientDirectory clients, IGrantStore grants, TokenReader reader, CancellationToken cancellationToken)
    {
        var form = await ProtocolParameters.ReadFormAsync(http.Request, cancellationToken);
        if (form is null || form.Problem is not null)
            return OAuthError.BadRequest(OAuth.Errors.InvalidRequest, form?.Problem ?? "The body must be a form.");
        var (client, refusal) = await ClientAuthentication.AuthenticateAsync(http.Request, form, clients, cancellationToken);
        if (client is null)
            return refusal!;
        if (form["token"] is not { } token)
            return OAuthError.BadRequest(OAuth.Errors.InvalidRequest, "token is missing.");

        NoStore.Apply(http.Response);
        if (!await grants.RevokeByRefreshTokenAsync(client, token, cancellationToken)
            && await reader.ReadAccessTokenAsync(token, cancellationToken) is { } jwt
            && TokenReader.Reference(jwt) is var reference
            && reference.ClientId == client.Id)
            await grants.RevokeAccessTokenAsync(reference, cancellationToken);
        return TypedResults.Ok();
    }
}
