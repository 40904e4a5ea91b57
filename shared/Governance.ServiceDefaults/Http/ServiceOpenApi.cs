using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Governance.ServiceDefaults.Http;

internal static class ServiceOpenApi
{
    /// <summary>An OpenAPI document that says of each operation which permission it asks for.</summary>
    public static void AddServiceOpenApi(this IServiceCollection services, string service) =>
        services.AddOpenApi(options =>
        {
            // Bodies are nested in their endpoint's class; by their own name alone they would all be one schema.
            options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } id
                ? $"{type.Type.DeclaringType?.Name}{id}"
                : null;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = $"Governance {service}", Version = "v1" };
                document.Servers = [];
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                };
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                // Our converter for strings hides from the exporter that it reads and writes strings.
                if (context.JsonTypeInfo.Type == typeof(string))
                    schema.Type ??= context.JsonPropertyInfo?.IsGetNullable == true ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                var metadata = context.Description.ActionDescriptor.EndpointMetadata;
                var permissions = metadata.OfType<RequiredPermission>().Select(p => p.Permission).ToList();
                if (permissions.Count > 0)
                {
                    operation.Description = $"Permission: {string.Join(", ", permissions)}";
                    operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = permissions }];
                }
                else if (metadata.OfType<PublicEndpoint>().FirstOrDefault() is { } publicEndpoint)
                {
                    operation.Description = $"Public: {publicEndpoint.Reason}";
                }
                foreach (var header in metadata.OfType<RequestHeader>())
                {
                    (operation.Parameters ??= []).Add(new OpenApiParameter
                    {
                        Name = header.Name,
                        In = ParameterLocation.Header,
                        Required = header.IsRequired,
                        Description = header.Description,
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    });
                }
                return Task.CompletedTask;
            });
        });
}
