using System.Security.Cryptography;
using System.Text;
using Governance.Contracts;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Roles;
using Governance.Identity.Security;
using Governance.Identity.Users;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Setup;

/// <summary>Section <c>Setup</c>.</summary>
internal sealed class SetupOptions
{
    public const string Section = "Setup";

    /// <summary>Lets whoever knows it create the first administrator, once. Without one nobody can.</summary>
    public string? Secret { get; set; }
}

internal sealed record CompleteSetupBody(string SetupSecret, string Email, string Password, string DisplayName);

internal static class CompleteSetup
{
    public static void MapSetup(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/setup", HandleAsync).WithTags("Setup").WithName("Identity.CompleteSetup")
            .AllowPublic("creates the first administrator with the set-up secret, once").RequireRateLimiting(RateLimits.Setup);

    private static async Task<Results<Created<UserView>, ProblemHttpResult>> HandleAsync(
        CompleteSetupBody body, GovernanceIdentityDbContext db, UserAccounts accounts, MessageOutbox outbox, EventHeaders headers,
        IOptions<SetupOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.SetupCompletions.AnyAsync(cancellationToken))
            return AlreadyDone();
        if (!IsSecret(body.SetupSecret, options.Value.Secret))
            return Problems.Forbidden("setup-secret", "The set-up secret is not right.");

        var (user, errors) = await accounts.AddAsync(new NewUser(body.Email, body.DisplayName, body.Password, [RoleCatalogue.Admin]), null, cancellationToken);
        if (user is null)
            return Problems.Validation(errors);
        db.SetupCompletions.Add(new SetupCompletion { UserId = user.Id, CompletedAt = clock.GetUtcNow() });
        outbox.Add(db, new SetupCompleted(headers.New(new Actor(ActorType.User, user.Id.ToString()), "user", user.Id), user.Id));
        if (await db.TrySaveAsync(cancellationToken) is not null)
            return AlreadyDone();
        return TypedResults.Created($"/v1/users/{user.Id}", await UserView.FromAsync(db, user, cancellationToken));
    }

    private static ProblemHttpResult AlreadyDone() => Problems.Gone("setup-completed", "The first administrator exists already.");

    // Digests first, so that the time says nothing of the secret's length either.
    private static bool IsSecret(string given, string? expected) =>
        !string.IsNullOrEmpty(expected)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
