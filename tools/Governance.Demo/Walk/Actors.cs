using Governance.Demo.Client;
using Governance.LocalStack.Stack;

namespace Governance.Demo.Walk;

/// <summary>Someone who calls the services, with an access token of their own or none.</summary>
public sealed class WalkActor(string name, HttpClient http, Func<string, Uri> urlOf, string? accessToken)
{
    public string Name { get; } = name;

    /// <summary>The raw token, for tests that try what it must not open.</summary>
    public string? AccessToken { get; } = accessToken;

    public ServiceApi Inventory => Of("inventory");

    public ServiceApi Dsar => Of("dsar");

    public ServiceApi Consent => Of("consent");

    public ServiceApi Audit => Of("audit");

    public ServiceApi Of(string service) => new(http, urlOf(service), AccessToken);
}

/// <summary>The people and the machine of the demo. Staff sign in through the sign-in page, the product team with its client secret.</summary>
/// <param name="Team">The shop's own software.</param>
/// <param name="Analyst">Knows the databases and plans requests; can't approve.</param>
/// <param name="Dpo">Approves.</param>
/// <param name="Auditor">Reads the audit log and checks its proofs.</param>
/// <param name="Person">The data subject: has no account.</param>
public sealed record Actors(WalkActor Team, WalkActor Analyst, WalkActor Dpo, WalkActor Auditor, WalkActor Person)
{
    public static async Task<Actors> SignInAsync(GovernanceStack stack, HttpClient http, Narrator narrator, CancellationToken ct = default)
    {
        var login = new OidcLogin(http, stack.Url("identity"));
        var actors = new Actors(
            new WalkActor("shop-team", http, stack.Url, await login.AsClientAsync("shop-team", stack.ClientSecret("shop-team"), ct)),
            await StaffAsync("privacy-analyst", "privacy analyst"),
            await StaffAsync("dpo", "DPO"),
            await StaffAsync("auditor", "auditor"),
            new WalkActor("Mara", http, stack.Url, accessToken: null));
        narrator.Did("shop-team", "got an access token with its client secret (client credentials)");
        narrator.Did("staff", "signed in through the sign-in page (authorization code with PKCE): privacy analyst, DPO, auditor");
        return actors;

        async Task<WalkActor> StaffAsync(string role, string name) => new(name, http, stack.Url,
            await login.AsUserAsync(GovernanceStack.CommandLineClient, GovernanceStack.CommandLineRedirect, GovernanceStack.DemoUser(role), stack.DemoPassword, ct: ct));
    }
}
