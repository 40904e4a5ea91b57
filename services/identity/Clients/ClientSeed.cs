using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Protocol;
using Governance.Identity.Security;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Clients;

/// <summary>Section <c>Clients</c>: clients that are brought into the declared state at every start.</summary>
internal sealed class ClientSeedOptions
{
    public const string Section = "Clients";

    public List<DeclaredClient> Seed { get; } = [];
}

internal sealed class DeclaredClient
{
    public string Id { get; set; } = "";

    /// <summary>Shown on the sign-in page; the id unless given.</summary>
    public string? Name { get; set; }

    /// <summary>At least 32 characters. Without one the client is public.</summary>
    public string? Secret { get; set; }

    public List<string> Permissions { get; } = [];

    public List<string> RedirectUris { get; } = [];

    public List<string> PostLogoutRedirectUris { get; } = [];

    /// <summary>Unless given: authorization_code and refresh_token with redirect URIs, client_credentials without.</summary>
    public List<string> GrantTypes { get; } = [];

    public bool IsConfidential => !string.IsNullOrEmpty(Secret);

    public ClientSettings ToSettings() => new(
        Name ?? Id,
        GrantTypes.Count > 0 ? GrantTypes : RedirectUris.Count > 0 ? [OAuth.AuthorizationCode, OAuth.RefreshToken] : [OAuth.ClientCredentials],
        RedirectUris,
        PostLogoutRedirectUris,
        Permissions);
}

internal sealed class ClientSeedValidation : IValidateOptions<ClientSeedOptions>
{
    public ValidateOptionsResult Validate(string? name, ClientSeedOptions options)
    {
        var problems = options.Seed.SelectMany((client, i) => Check(client).Select(p => $"Clients:Seed:{i} ({client.Id}): {p}")).ToList();
        if (options.Seed.GroupBy(c => c.Id, StringComparer.Ordinal).Any(g => g.Count() > 1))
            problems.Add("Clients:Seed declares an id twice.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Check(DeclaredClient client)
    {
        if (!ChangeClient.IsId(client.Id))
            yield return "Id must have 2 to 100 characters out of a-z, 0-9, '-', '.' and '_'.";
        if (client.IsConfidential && client.Secret!.Length < ClientSecretHash.ShortestSecret)
            yield return $"Secret must have at least {ClientSecretHash.ShortestSecret} characters.";
        foreach (var (field, messages) in client.ToSettings().Validate(client.IsConfidential))
            yield return $"{field} {string.Join(", ", messages)}.";
    }
}

internal sealed class SeedClients(
    IServiceScopeFactory scopes, IOptions<ClientSeedOptions> options, MessageOutbox outbox, EventHeaders headers, TimeProvider clock) : IStartupTask
{
    public int Order => 11;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
        foreach (var declared in options.Value.Seed)
            Bring(db, declared, await db.Clients.SingleOrDefaultAsync(c => c.Id == declared.Id, ct));
        await db.SaveChangesAsync(ct);
    }

    private void Bring(GovernanceIdentityDbContext db, DeclaredClient declared, Client? client)
    {
        var settings = declared.ToSettings();
        var header = headers.New(null, "client", declared.Id);
        if (client is null)
        {
            client = Client.Create(declared.Id, settings, declared.IsConfidential ? ClientSecretHash.Create(declared.Secret!) : null, clock.GetUtcNow());
            db.Clients.Add(client);
            outbox.Add(db, new ClientCreated(header, client.Id, client.GrantTypes, client.Permissions));
            return;
        }
        if (!client.Matches(settings))
        {
            client.Apply(settings);
            outbox.Add(db, new ClientUpdated(header, client.Id, client.GrantTypes, client.Permissions));
        }
        var sameSecret = declared.IsConfidential == client.IsConfidential && (!declared.IsConfidential || ClientSecretHash.Verify(client.SecretHash!, declared.Secret!));
        if (!sameSecret)
        {
            client.ReplaceSecret(declared.IsConfidential ? ClientSecretHash.Create(declared.Secret!) : null, TimeSpan.Zero, clock.GetUtcNow());
            outbox.Add(db, new ClientSecretRotated(headers.New(null, "client", client.Id), client.Id));
        }
    }
}
