using System.Security.Claims;
using Governance.Contracts;
using Governance.Identity.Data;
using Governance.Identity.Security;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Keys;

/// <param name="PublishedUntil">Null while there is no successor.</param>
internal sealed record SigningKeyView(string Id, DateTimeOffset CreatedAt, DateTimeOffset SignsFrom, DateTimeOffset? PublishedUntil)
{
    public static SigningKeyView From(SigningKey key) => new(key.Id, key.CreatedAt, key.SignsFrom, key.PublishedUntil);
}

/// <param name="Compromised">True: the new key signs at once and tokens of all older keys are refused.</param>
internal sealed record RotateSigningKeyBody(bool Compromised = false);

internal static class SigningKeyEndpoints
{
    public static void MapSigningKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/signing-keys").WithTags("SigningKeys").AddEndpointFilter<LiveTokenFilter>();
        keys.MapGet("", ListAsync).WithName("Identity.ListSigningKeys").RequirePermission(Permissions.KeysRotate);
        keys.MapPost("/rotation", RotateAsync).WithName("Identity.RotateSigningKey").RequirePermission(Permissions.KeysRotate);
    }

    private static async Task<Ok<IReadOnlyList<SigningKeyView>>> ListAsync(GovernanceIdentityDbContext db, CancellationToken cancellationToken)
    {
        var keys = await db.SigningKeys.AsNoTracking().OrderByDescending(k => k.SignsFrom).Take(100).ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<SigningKeyView>>([.. keys.Select(SigningKeyView.From)]);
    }

    private static async Task<Ok<SigningKeyView>> RotateAsync(RotateSigningKeyBody body, KeyRing keys, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(SigningKeyView.From(await keys.RotateAsync(body.Compromised, caller.Actor(), cancellationToken)));
}
