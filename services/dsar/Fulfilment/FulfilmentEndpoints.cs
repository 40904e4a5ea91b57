using Governance.Contracts;
using Governance.Dsar.Data;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Dsar.Fulfilment;

/// <summary>What the data plane's client calls, and nobody else.</summary>
internal static class FulfilmentEndpoints
{
    public static void MapFulfilment(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1").WithTags("Fulfilment");
        group.MapGet("/plans/{planId:guid}/stores/{dataStoreId:guid}", GetStorePlan.HandleAsync).WithName("Dsar.GetStorePlan").RequirePermission(Permissions.DsarFulfil);
        group.MapGet("/requests/{id:guid}/identities", GetIdentities.HandleAsync).WithName("Dsar.GetIdentities").RequirePermission(Permissions.DsarFulfil).InTransaction();
        group.MapPost("/requests/{id:guid}/identities", AddIdentities.HandleAsync).WithName("Dsar.AddIdentities").RequirePermission(Permissions.DsarFulfil).InTransaction();
        group.MapPut("/requests/{id:guid}/parts/{dataStoreId:guid}/{step:int}", ReceivePart.HandleAsync)
            .WithName("Dsar.ReceivePart")
            .RequirePermission(Permissions.DsarFulfil)
            .WithMetadata(new DisableRequestSizeLimitAttribute());
    }
}
