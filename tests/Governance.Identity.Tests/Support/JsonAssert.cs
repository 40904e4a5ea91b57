using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Identity.Tests.Support;

internal static class JsonAssert
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>The code at the end of a problem's type, after checking the status.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.Text("type").Split(':')[^1];
    }

    public static async Task<JsonElement> BodyAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
