using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Governance.Contracts;
using Governance.Testing;

namespace Governance.Consent.Tests.Import;

internal static class Uploads
{
    public static Task<HttpResponseMessage> SendAsync(this ConsentFixture service, string source, string type, byte[] content) => service.SendAsync(source, type, new ByteArrayContent(content));

    public static Task<HttpResponseMessage> SendAsync(this ConsentFixture service, string source, string type, HttpContent content)
    {
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return service.Client("dpo-1", Permissions.ConsentGovern).PostAsync($"/v1/imports?source={Uri.EscapeDataString(source)}", content);
    }

    /// <summary>Uploads and waits until all is recorded.</summary>
    public static async Task<JsonElement> UploadAsync(this ConsentFixture service, string source, string type, byte[] content) =>
        await service.CompletedAsync((await service.SendAsync(source, type, content).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!);

    public static async Task<JsonElement> CompletedAsync(this ConsentFixture service, string id)
    {
        JsonElement import = default;
        await Eventually.TrueAsync(async () => (import = await service.ImportAsync(id)).GetProperty("state").GetString() == "completed", "the import is complete", TimeSpan.FromMinutes(2));
        return import;
    }

    public static Task<JsonElement> ImportAsync(this ConsentFixture service, string id) => service.Client("dpo-1", Permissions.ConsentGovern).GetAsync($"/v1/imports/{id}").JsonAsync(HttpStatusCode.OK);

    public static (long Lines, long Imported, long Unchanged, long Rejected) Counts(JsonElement import) =>
        (import.GetProperty("lines").GetInt64(), import.GetProperty("imported").GetInt64(), import.GetProperty("unchanged").GetInt64(), import.GetProperty("rejected").GetInt64());

    public static async Task<List<(long Line, string Code)>> ErrorsAsync(this ConsentFixture service, JsonElement import) =>
        [.. (await service.FaultsAsync(import)).Select(f => (f.Line, f.Code))];

    public static async Task<List<(long Line, string Code, string? Field)>> FaultsAsync(this ConsentFixture service, JsonElement import)
    {
        var faults = new List<(long, string, string?)>();
        string? after = null;
        do
        {
            var page = await service.Client("dpo-1", Permissions.ConsentGovern).GetAsync($"/v1/imports/{import.GetProperty("id").GetString()}/errors?limit=50{(after is null ? "" : $"&after={after}")}").JsonAsync(HttpStatusCode.OK);
            faults.AddRange(page.GetProperty("items").EnumerateArray().Select(e => (e.GetProperty("line").GetInt64(), e.GetProperty("code").GetString()!, e.GetProperty("field").GetString())));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        return faults;
    }
}
