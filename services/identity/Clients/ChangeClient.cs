using System.Security.Claims;
using System.Text.RegularExpressions;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Security;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Clients;

/// <param name="Confidential">False for an application that can't keep a secret (browser, mobile).</param>
internal sealed record CreateClientBody(
    string Id,
    string Name,
    bool Confidential,
    IReadOnlyList<string> GrantTypes,
    IReadOnlyList<string>? RedirectUris = null,
    IReadOnlyList<string>? PostLogoutRedirectUris = null,
    IReadOnlyList<string>? Permissions = null);

internal sealed record UpdateClientBody(
    string Name,
    IReadOnlyList<string> GrantTypes,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris,
    IReadOnlyList<string> Permissions);

/// <param name="ClientSecret">Shown this once; null for a public client.</param>
internal sealed record CreatedClient(ClientView Client, string? ClientSecret);

internal static partial class ChangeClient
{
    public static async Task<Results<Created<CreatedClient>, ProblemHttpResult>> CreateAsync(
        CreateClientBody body, GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers, TimeProvider clock,
        ClaimsPrincipal caller, HttpResponse response, CancellationToken cancellationToken)
    {
        var settings = new ClientSettings(body.Name, body.GrantTypes, body.RedirectUris ?? [], body.PostLogoutRedirectUris ?? [], body.Permissions ?? []);
        var errors = settings.Validate(body.Confidential);
        if (!IsId(body.Id))
            errors["id"] = ["must have 2 to 100 characters out of a-z, 0-9, '-', '.' and '_'"];
        if (errors.Count > 0)
            return Problems.Validation(errors);

        var secret = body.Confidential ? OpaqueToken.Create() : null;
        var client = Client.Create(body.Id, settings, secret is null ? null : ClientSecretHash.Create(secret), clock.GetUtcNow());
        db.Clients.Add(client);
        outbox.Add(db, new ClientCreated(headers.New(caller.Actor(), "client", client.Id), client.Id, client.GrantTypes, client.Permissions));
        if (await db.TrySaveAsync(cancellationToken) is { } problem)
            return problem;
        response.SetEtag(client.Version);
        return TypedResults.Created($"/v1/clients/{client.Id}", new CreatedClient(ClientView.From(client), secret));
    }

    public static async Task<Results<Ok<ClientView>, ProblemHttpResult>> UpdateAsync(
        string id, UpdateClientBody body, GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers,
        ClaimsPrincipal caller, HttpContext http, CancellationToken cancellationToken)
    {
        var client = await db.Clients.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (client is null)
            return Problems.NotFound("client");
        if (http.Request.CheckIfMatch(client.Version) is { } conflict)
            return conflict;
        var settings = new ClientSettings(body.Name, body.GrantTypes, body.RedirectUris, body.PostLogoutRedirectUris, body.Permissions);
        if (settings.Validate(client.IsConfidential) is { Count: > 0 } errors)
            return Problems.Validation(errors);
        client.Apply(settings);
        outbox.Add(db, new ClientUpdated(headers.New(caller.Actor(), "client", id), id, client.GrantTypes, client.Permissions));
        if (await db.TrySaveAsync(cancellationToken) is { } problem)
            return problem;
        http.Response.SetEtag(client.Version);
        return TypedResults.Ok(ClientView.From(client));
    }

    public static bool IsId(string id) => IdPattern().IsMatch(id);

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{1,99}$")]
    private static partial Regex IdPattern();
}
