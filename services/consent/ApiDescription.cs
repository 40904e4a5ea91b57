using System.Reflection;
using System.Text.Json.Nodes;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Governance.Consent;

/// <summary>What a generator of clients needs to know and the framework does not find out by itself: refusals, examples, and types behind converters.</summary>
internal static class ApiDescription
{
    private const string Problem = "Problem";

    private static readonly JsonObject Examples = ReadExamples();

    public static void AddApiDescription(this IServiceCollection services) => services.Configure<OpenApiOptions>("v1", options =>
    {
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var (type, isArray) = (context.JsonTypeInfo.Type, schema.Type?.HasFlag(JsonSchemaType.Array) == true);
            // Converters hide from the exporter what they read and write.
            if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
                (schema.Type, schema.Format) = (type == typeof(DateTimeOffset) || context.JsonPropertyInfo is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "date-time");
            else if (isArray && context.JsonTypeInfo.ElementType == typeof(string))
                schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.String };
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.AddComponent(Problem, ProblemSchema());
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            AddRefusals(operation, context);
            foreach (var body in operation.RequestBody?.Content?.Values ?? [])
                body.Example ??= Examples[operation.OperationId!]?.DeepClone();
            return Task.CompletedTask;
        });
    });

    private static void AddRefusals(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var writes = context.Description.HttpMethod is not "GET";
        void Refuse(bool may, int status, string why)
        {
            if (may)
            {
                (operation.Responses ??= []).TryAdd($"{status}", new OpenApiResponse
                {
                    Description = why,
                    Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) } },
                });
            }
        }
        Refuse(operation.RequestBody is not null || operation.Parameters?.Count > 0, 400, "Something in the request is not valid; errors names the fields.");
        Refuse(metadata.OfType<RequiredPermission>().Any(), 401, "No token, or none that is accepted.");
        Refuse(metadata.OfType<RequiredPermission>().Any(), 403, "The caller lacks the permission.");
        Refuse(context.Description.RelativePath!.Contains('{', StringComparison.Ordinal), 404, "There is no such thing.");
        Refuse(writes, 409, "The state of things does not allow it; type says why.");
        Refuse(metadata.OfType<RequestHeader>().Any(h => h.IsRequired), 412, "It has changed since the ETag in If-Match.");
        Refuse(writes, 422, "Well-formed, and against a rule; type says which.");
        Refuse(metadata.OfType<RequestHeader>().Any(h => h.IsRequired), 428, "If-Match is missing.");
        Refuse(true, 503, "A dependency is away for a moment: repeat after Retry-After.");
    }

    /// <summary>RFC 9457.</summary>
    private static OpenApiSchema ProblemSchema()
    {
        static OpenApiSchema Of(JsonSchemaType type, string description) => new() { Type = type, Description = description };
        return new()
        {
            Type = JsonSchemaType.Object,
            Description = "Problem details (RFC 9457).",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Of(JsonSchemaType.String, "A stable code, urn:governance:problem:… ."),
                ["title"] = Of(JsonSchemaType.String, "For people."),
                ["status"] = Of(JsonSchemaType.Integer, "The HTTP status."),
                ["detail"] = Of(JsonSchemaType.String, "For people; what to do about it."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "Fields that are not valid, with what is wrong with each.",
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                },
            },
            Examples = [JsonNode.Parse("""{"type":"urn:governance:problem:not-found","title":"Not Found","status":404,"detail":"There is no such purpose."}""")!],
        };
    }

    private static JsonObject ReadExamples()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Governance.Consent.ApiExamples.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
