using Governance.Contracts;
using Governance.Identity.Data;
using Governance.Identity.Security;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Clients;

internal sealed record ClientView(
    string Id,
    string Name,
    bool Confidential,
    IReadOnlyList<string> GrantTypes,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris,
    IReadOnlyList<string> Permissions,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DisabledAt)
{
    public static ClientView From(Client c) =>
        new(c.Id, c.Name, c.IsConfidential, c.GrantTypes, c.RedirectUris, c.PostLogoutRedirectUris, c.Permissions, c.CreatedAt, c.DisabledAt);
}

internal static class ClientEndpoints
{
    public static void MapClients(this IEndpointRouteBuilder routes)
    {
        var clients = routes.MapGroup("/v1/clients").WithTags("Clients").AddEndpointFilter<LiveTokenFilter>();
        // No Idempotency-Key: the answer holds the secret, which must not be kept, and the caller chooses the id.
        clients.MapPost("", ChangeClient.CreateAsync).WithName("Identity.CreateClient").RequirePermission(Permissions.ClientsWrite);
        clients.MapGet("", ListAsync).WithName("Identity.ListClients").RequirePermission(Permissions.ClientsRead);
        clients.MapGet("/{id}", GetAsync).WithName("Identity.GetClient").RequirePermission(Permissions.ClientsRead);
        clients.MapPut("/{id}", ChangeClient.UpdateAsync).WithName("Identity.UpdateClient").WithIfMatch().RequirePermission(Permissions.ClientsWrite);
        clients.MapPost("/{id}/secret-rotation", RotateClientSecret.HandleAsync).WithName("Identity.RotateClientSecret").RequirePermission(Permissions.ClientsWrite);
        clients.MapPost("/{id}/disablement", DisableClient.DisableAsync).WithName("Identity.DisableClient").RequirePermission(Permissions.ClientsWrite);
        clients.MapPost("/{id}/enablement", DisableClient.EnableAsync).WithName("Identity.EnableClient").RequirePermission(Permissions.ClientsWrite);
    }

    private static async Task<Ok<Page<ClientView>>> ListAsync(string? after, int? limit, GovernanceIdentityDbContext db, CancellationToken cancellationToken)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Clients.AsNoTracking().Where(c => after == null || string.Compare(c.Id, after) > 0)
            .OrderBy(c => c.Id).Take(count + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paging.ToPage(rows, count, ClientView.From, c => c.Id));
    }

    private static async Task<Results<Ok<ClientView>, ProblemHttpResult>> GetAsync(
        string id, GovernanceIdentityDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (client is null)
            return Problems.NotFound("client");
        response.SetEtag(client.Version);
        return TypedResults.Ok(ClientView.From(client));
    }
}
