using System.Security.Claims;
using Governance.Contracts;

namespace Governance.ServiceDefaults.Authorization;

public static class CallerExtensions
{
    /// <summary>Id of the caller: the token's <c>sub</c>.</summary>
    public static string CallerId(this ClaimsPrincipal principal) =>
        principal.FindFirstValue("sub") ?? throw new InvalidOperationException("The endpoint is public: there is no caller.");

    public static Actor Actor(this ClaimsPrincipal principal) =>
        new(principal.FindFirstValue("actor_type") == "user" ? ActorType.User : ActorType.Client, principal.CallerId());

    public static bool HasPermission(this ClaimsPrincipal principal, string permission) =>
        principal.HasClaim(PermissionAuthorization.PermissionClaim, permission);
}
