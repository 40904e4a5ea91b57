using Governance.Contracts;
using Governance.Identity.Security;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Http;

namespace Governance.Identity.Users;

internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/v1/users").WithTags("Users").AddEndpointFilter<LiveTokenFilter>();
        // No Idempotency-Key: bodies hold passwords, which must not be kept, and the e-mail address is unique anyway.
        users.MapPost("", CreateUser.HandleAsync).WithName("Identity.CreateUser").RequirePermission(Permissions.UsersWrite);
        users.MapGet("", ReadUsers.ListAsync).WithName("Identity.ListUsers").RequirePermission(Permissions.UsersRead);
        users.MapGet("/{id:guid}", ReadUsers.GetAsync).WithName("Identity.GetUser").RequirePermission(Permissions.UsersRead);
        users.MapPut("/{id:guid}", UpdateUser.HandleAsync).WithName("Identity.UpdateUser").WithIfMatch().RequirePermission(Permissions.UsersWrite);
        users.MapPut("/{id:guid}/roles", SetUserRoles.HandleAsync).WithName("Identity.SetUserRoles").WithIfMatch().RequirePermission(Permissions.UsersWrite);
        users.MapPost("/{id:guid}/disablement", DisableUser.DisableAsync).WithName("Identity.DisableUser").RequirePermission(Permissions.UsersWrite);
        users.MapPost("/{id:guid}/enablement", DisableUser.EnableAsync).WithName("Identity.EnableUser").RequirePermission(Permissions.UsersWrite);
        users.MapPost("/{id:guid}/password-reset", ResetPassword.HandleAsync).WithName("Identity.ResetUserPassword").RequirePermission(Permissions.UsersWrite);
        routes.MapGet("/v1/people", ReadPeople.HandleAsync).WithTags("Users").WithName("Identity.ListPeople").RequirePermission(Permissions.PeopleRead).AddEndpointFilter<LiveTokenFilter>();
        users.MapPost("/{id:guid}/unlocking", UnlockUser.HandleAsync).WithName("Identity.UnlockUser").RequirePermission(Permissions.UsersWrite);
    }
}
