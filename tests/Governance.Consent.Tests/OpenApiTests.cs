using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Contracts;
using Governance.Testing;

namespace Governance.Consent.Tests;

public sealed class OpenApiTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    private static readonly string[] NotOurs = ["consent.ListFailedMessages", "consent.GetFailedMessage", "consent.ReplayFailedMessage"];

    [Fact]
    public Task The_committed_description_is_what_the_service_serves() => OpenApiFile.IsAsServedAsync(service.Anonymous(), "consent");

    [Fact]
    public async Task A_generator_finds_all_it_needs()
    {
        var document = await DocumentAsync();
        var faults = new List<string>();
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var operation in methods!.AsObject().Select(m => m.Value!.AsObject()).Where(o => !NotOurs.Contains(o["operationId"]!.GetValue<string>())))
            {
                var name = operation["operationId"]!.GetValue<string>();
                faults.AddRange(Check(operation).Select(fault => $"{name} ({path}): {fault}"));
            }
        }
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
            faults.AddRange(Untyped(schema!, name));
        Assert.Empty(faults);

        IEnumerable<string> Check(JsonObject operation)
        {
            if (operation["summary"] is null)
                yield return "no summary";
            if (operation["requestBody"]?["content"]?["application/json"] is { } body && (body["schema"]?["$ref"] is null || body["example"] is null))
                yield return "its body has no name or no example";
            var responses = operation["responses"]!.AsObject();
            if (!responses.Any(r => r.Key[0] == '2'))
                yield return "no success";
            if (!responses.Any(r => r.Key[0] is '4' or '5') || responses.Any(r => r.Key[0] is '4' or '5' && r.Value!["content"]?["application/problem+json"]?["schema"]?["$ref"] is null))
                yield return "refusals without a schema";
            if (operation["description"]?.GetValue<string>().StartsWith("Permission:", StringComparison.Ordinal) == true && (responses["401"] is null || responses["403"] is null))
                yield return "asks for a permission and names no 403";
        }
    }

    /// <summary>Examples that a person may copy: in this order each is taken.</summary>
    [Fact]
    public async Task The_examples_are_true()
    {
        var examples = await ExamplesAsync();
        using var client = service.Client("dpo-1", [.. Permissions.All]);
        foreach (var (operation, url) in new[]
        {
            ("DefinePurpose", "/v1/purposes"), ("CreateNotice", "/v1/notices"), ("PreviewNotice", "/v1/notices/privacy/preview"), ("PublishNotice", "/v1/notices/privacy/versions"), ("AddRecord", "/v1/records"), ("AddRecords", "/v1/records/bulk"),
            ("Decide", "/v1/decisions"), ("DecideBatch", "/v1/decisions/batch"), ("EndConsent", "/v1/records/endings"), ("RequestConfirmation", "/v1/confirmations"), ("ReadHistory", "/v1/subjects/history"),
            ("ExportConsentMode", "/v1/consent-mode"), ("ReceiveSignal", "/v1/signals"), ("DecodeSignal", "/v1/signals/decoding"), ("ReadSignals", "/v1/signals/history"), ("RegisterSite", "/v1/preference-sites"),
            ("MintPreferenceToken", "/v1/preference-tokens"), ("VerifyReceipt", "/v1/public/receipts/verification"), ("RotateReceiptKey", "/v1/receipt-keys/rotation"), ("RegisterRecipient", "/v1/recipients"), ("ReplayDeliveries", "/v1/recipients/crm/replays"),
        })
        {
            using var response = await client.PostAsJsonAsync(url, examples[$"Consent.{operation}"]);
            Assert.True(response.IsSuccessStatusCode, $"{operation}: {await response.Content.ReadAsStringAsync()}");
        }
        foreach (var (operation, url) in new[] { ("ChangePurpose", "/v1/purposes/newsletter"), ("ChangeSite", "/v1/preference-sites/shop"), ("ChangeRecipient", "/v1/recipients/crm") })
        {
            using var read = await client.GetAsync(url);
            using var response = await client.PutIfMatchAsync(url, read.Headers.ETag!.Tag, examples[$"Consent.{operation}"]!);
            Assert.True(response.IsSuccessStatusCode, $"{operation}: {await response.Content.ReadAsStringAsync()}");
        }
        // Whom these are for is not known beforehand: well-formed they are.
        await client.PostAsJsonAsync("/v1/confirmations/answers", examples["Consent.AnswerConfirmation"]).IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        await client.PostAsJsonAsync("/v1/recipients/crm/acknowledgements", examples["Consent.AcknowledgeRecords"]).IsProblemAsync(HttpStatusCode.Forbidden, "not-the-recipient");
    }

    private async Task<Dictionary<string, JsonNode?>> ExamplesAsync() =>
        (await DocumentAsync())["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(m => m.Value!)
            .ToDictionary(o => o["operationId"]!.GetValue<string>(), o => o["requestBody"]?["content"]?["application/json"]?["example"]);

    private async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await service.Anonymous().GetStringAsync("/openapi/v1.json"))!;

    /// <summary>Lists of nobody knows what, and properties of no type.</summary>
    private static IEnumerable<string> Untyped(JsonNode schema, string path)
    {
        if (schema is not JsonObject { Count: > 0 } o)
            return path == nameof(JsonElement) ? [] : [$"{path} has no type"];
        return (o["type"] is JsonValue type && type.GetValue<string>() == "array" && o["items"] is null ? [$"{path} is a list of nobody knows what"] : (string[])[])
            .Concat((o["properties"] as JsonObject ?? []).SelectMany(p => Untyped(p.Value!, $"{path}.{p.Key}")));
    }
}
