using System.Security.Claims;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Clients;

/// <summary>A disabled client gets no token from this moment.</summary>
internal static class DisableClient
{
    public static async Task<Results<Ok<ClientView>, ProblemHttpResult>> DisableAsync(
        string id, GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers, TimeProvider clock,
        ClaimsPrincipal caller, HttpResponse response, CancellationToken cancellationToken)
    {
        var client = await db.Clients.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (client is null)
            return Problems.NotFound("client");
        if (client.DisabledAt is null)
        {
            client.Disable(clock.GetUtcNow());
            outbox.Add(db, new ClientDisabled(headers.New(caller.Actor(), "client", id), id));
        }
        return await SaveAsync(client, db, response, cancellationToken);
    }

    public static async Task<Results<Ok<ClientView>, ProblemHttpResult>> EnableAsync(
        string id, GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers,
        ClaimsPrincipal caller, HttpResponse response, CancellationToken cancellationToken)
    {
        var client = await db.Clients.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (client is null)
            return Problems.NotFound("client");
        if (client.DisabledAt is not null)
        {
            client.Enable();
            outbox.Add(db, new ClientEnabled(headers.New(caller.Actor(), "client", id), id));
        }
        return await SaveAsync(client, db, response, cancellationToken);
    }

    private static async Task<Results<Ok<ClientView>, ProblemHttpResult>> SaveAsync(
        Client client, GovernanceIdentityDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.TrySaveAsync(cancellationToken) is { } problem)
            return problem;
        response.SetEtag(client.Version);
        return TypedResults.Ok(ClientView.From(client));
    }
}
