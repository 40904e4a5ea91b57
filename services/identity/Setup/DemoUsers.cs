using System.ComponentModel.DataAnnotations;
using Governance.Contracts;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Roles;
using Governance.Identity.Sessions;
using Governance.Identity.Users;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Setup;

/// <summary>Section <c>Demo</c>.</summary>
internal sealed class DemoOptions : IValidatableObject
{
    public const string Section = "Demo";

    public bool Enabled { get; set; }

    /// <summary>Password of every demo user.</summary>
    public string? UserPassword { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Enabled && string.IsNullOrEmpty(UserPassword))
            yield return new ValidationResult("Demo:UserPassword is required when Demo:Enabled is true.", [nameof(UserPassword)]);
    }
}

/// <summary>One user per role in demo mode, <c>{role}@demo.example</c>. Outside demo mode those that exist are disabled.</summary>
internal sealed class SeedDemoUsers(IServiceScopeFactory scopes, IOptions<DemoOptions> options) : IStartupTask
{
    public int Order => 12;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var seeding = ActivatorUtilities.CreateInstance<Seeding>(scope.ServiceProvider);
        if (options.Value.Enabled)
            await seeding.BringAsync(options.Value.UserPassword!, ct);
        else
            await seeding.DisableAsync(ct);
    }

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["admin"] = "Robin Ashby",
        ["dpo"] = "Ines Duarte",
        ["privacy-analyst"] = "Paul Okafor",
        ["legal-reviewer"] = "Noor Haddad",
        ["data-owner"] = "Lena Brandt",
        ["auditor"] = "Felix Marchetti",
    };

    private sealed class Seeding(
        GovernanceIdentityDbContext db, UserAccounts accounts, Passwords passwords, SessionStore sessions, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
    {
        public async Task BringAsync(string password, CancellationToken ct)
        {
            var actor = Actor.Service("identity");
            var existing = (await db.Users.Where(u => u.IsDemo).ToListAsync(ct)).ToDictionary(u => u.Email!);
            foreach (var role in RoleCatalogue.Roles.Keys)
            {
                var email = $"{role}@demo.example";
                if (existing.TryGetValue(email, out var user))
                {
                    Refuse(await passwords.SetAsync(user, password));
                    user.Unlock();
                    user.RequirePasswordChange(false);
                    user.Enable();
                }
                else
                {
                    var (_, errors) = await accounts.AddAsync(new NewUser(email, Names.GetValueOrDefault(role, $"Demo {role}"), password, [role], IsDemo: true), actor, ct);
                    Refuse([.. errors.SelectMany(e => e.Value)]);
                }
            }
            await db.SaveChangesAsync(ct);
        }

        public async Task DisableAsync(CancellationToken ct)
        {
            var actor = Actor.Service("identity");
            foreach (var user in await db.Users.Where(u => u.IsDemo && u.DisabledAt == null).ToListAsync(ct))
            {
                user.Disable(clock.GetUtcNow());
                await sessions.EndAllAsync(user.Id, "demo-ended", actor, ct);
                outbox.Add(db, new UserDisabled(headers.New(actor, "user", user.Id) with { Reason = "demo-ended" }, user.Id));
            }
            await db.SaveChangesAsync(ct);
        }

        private static void Refuse(IReadOnlyList<string> problems)
        {
            if (problems.Count > 0)
                throw new OptionsValidationException(DemoOptions.Section, typeof(DemoOptions), [$"Demo:UserPassword: {string.Join(' ', problems)}"]);
        }
    }
}
