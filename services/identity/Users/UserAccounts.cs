using Governance.Contracts;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Roles;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Users;

internal sealed record NewUser(string Email, string DisplayName, string Password, IReadOnlyList<string> Roles, bool IsDemo = false, bool MustChangePassword = false);

/// <summary>Changes of accounts that several features share. Nothing is saved here.</summary>
internal sealed class UserAccounts(
    GovernanceIdentityDbContext db, UserManager<User> users, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
{
    /// <param name="actor">Null: the new user is the actor.</param>
    /// <returns>The user, or field → messages.</returns>
    public async Task<(User? User, Dictionary<string, string[]> Errors)> AddAsync(NewUser request, Actor? actor, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (request.Email.Length > 256)
            errors["email"] = ["must have at most 256 characters"];
        if (string.IsNullOrWhiteSpace(request.DisplayName) || request.DisplayName.Length > 200)
            errors["displayName"] = ["must have 1 to 200 characters"];
        if (request.Password.Length > Passwords.Longest)
            errors["password"] = [$"must have at most {Passwords.Longest} characters"];
        var roles = await FindRolesAsync(request.Roles, cancellationToken);
        if (roles is null)
            errors["roles"] = ["names a role that does not exist"];
        if (errors.Count > 0)
            return (null, errors);

        var user = User.Create(request.Email.Trim(), request.DisplayName.Trim(), clock.GetUtcNow(), request.IsDemo, request.MustChangePassword);
        var result = await users.CreateAsync(user, request.Password);
        if (!result.Succeeded)
            return (null, Describe(result));
        foreach (var role in roles!)
            db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = role.Id });
        outbox.Add(db, new UserCreated(
            headers.New(actor ?? new Actor(ActorType.User, user.Id.ToString()), "user", user.Id), user.Id, [.. roles.Select(r => r.Name!)]));
        return (user, errors);
    }

    /// <summary>Null when one of them does not exist.</summary>
    public async Task<IReadOnlyList<Role>?> FindRolesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var distinct = names.Distinct(StringComparer.Ordinal).ToList();
        var roles = await db.Roles.Where(r => distinct.Contains(r.Name!)).OrderBy(r => r.Name).ToListAsync(cancellationToken);
        return roles.Count == distinct.Count ? roles : null;
    }

    /// <summary>Identity's errors by field, in words that don't repeat what was sent.</summary>
    public static Dictionary<string, string[]> Describe(IdentityResult result) => result.Errors
        .GroupBy(e => e.Code.StartsWith("Password", StringComparison.Ordinal) ? "password" : "email")
        .ToDictionary(g => g.Key, g => g.Select(e => g.Key == "password" ? e.Description : EmailProblem(e.Code)).Distinct().ToArray());

    private static string EmailProblem(string code) => code.StartsWith("Duplicate", StringComparison.Ordinal) ? Taken : "must be an e-mail address";

    public const string Taken = "belongs to another user";

    /// <summary>
    /// True when another enabled administrator remains. Locks the admin role's row until the transaction ends, so that two
    /// administrators can't remove each other at the same moment.
    /// </summary>
    public async Task<bool> AnotherAdminRemainsAsync(Guid userId, CancellationToken cancellationToken)
    {
        var role = await db.Roles.FromSql($"SELECT * FROM roles WHERE name = {RoleCatalogue.Admin} FOR UPDATE").AsNoTracking().SingleAsync(cancellationToken);
        return await db.Users.AnyAsync(
            u => u.Id != userId && u.DisabledAt == null && db.UserRoles.Any(ur => ur.UserId == u.Id && ur.RoleId == role.Id), cancellationToken);
    }

    public Task<bool> IsEnabledAdminAsync(Guid userId, CancellationToken cancellationToken) => db.Users.AnyAsync(
        u => u.Id == userId && u.DisabledAt == null && db.UserRoles.Any(ur => ur.UserId == u.Id && db.Roles.Any(r => r.Id == ur.RoleId && r.Name == RoleCatalogue.Admin)), cancellationToken);
}
