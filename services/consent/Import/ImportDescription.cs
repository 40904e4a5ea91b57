using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Governance.Consent.Import;

/// <summary>The upload's body for the API's description: it is read as it streams in, so no parameter of the handler says what it is.</summary>
internal static class ImportDescription
{
    public static Task AddBodyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = $"Any size. Fields: {string.Join(", ", LineFields.Required)} (required), {string.Join(", ", LineFields.Known.Except(LineFields.Required).Order(StringComparer.Ordinal))}.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["text/csv"] = Text("A header that names the columns, then one record a line (RFC 4180, no line breaks in fields)."),
                ["application/jsonl"] = Text("One object a line."),
                ["application/x-ndjson"] = Text("One object a line."),
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiMediaType Text(string description) => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = description } };
}
