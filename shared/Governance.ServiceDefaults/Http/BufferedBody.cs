using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Governance.ServiceDefaults.Http;

/// <summary>Marks an endpoint whose body is read twice.</summary>
public sealed record BufferedBody;

internal static class BufferedBodyMiddleware
{
    public static void UseBufferedBodies(this WebApplication app) =>
        app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<BufferedBody>() is not null)
                context.Request.EnableBuffering();
            return next(context);
        });
}
