using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;
using Governance.Identity.Roles;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.Admin;

public sealed class RoleAdminTests(IdentityFixture identity)
{
    private static async Task<HttpResponseMessage> PutAsync(HttpClient http, string role, string[] permissions)
    {
        using var read = await http.GetAsync($"/v1/roles/{role}", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/roles/{role}") { Content = JsonContent.Create(new { permissions }) };
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_catalogue_names_only_permissions_that_exist_and_splits_duties()
    {
        Assert.All(RoleCatalogue.Roles.Values, permissions => Assert.Empty(permissions.Except(Permissions.All)));
        Assert.DoesNotContain(RoleCatalogue.Roles, r => r.Value.Contains(Permissions.DsarFulfil));
        Assert.DoesNotContain(Permissions.DsarApprove, RoleCatalogue.Roles["privacy-analyst"]);
        Assert.DoesNotContain(Permissions.UsersWrite, RoleCatalogue.Roles["dpo"]);
        Assert.DoesNotContain(RoleCatalogue.Roles["auditor"], p => p.EndsWith(":write", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_catalogue_is_there_and_pages()
    {
        using var http = await identity.OperatorAsync();
        var first = await http.GetFromJsonAsync<JsonElement>("/v1/roles?limit=2", TestContext.Current.CancellationToken);
        var rest = await http.GetFromJsonAsync<JsonElement>($"/v1/roles?after={first.Text("next")}", TestContext.Current.CancellationToken);
        var names = first.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).Select(r => r.Text("name")).ToList();

        Assert.Superset(RoleCatalogue.Roles.Keys.ToHashSet(), names.ToHashSet());
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public async Task A_role_is_created_changed_and_guarded()
    {
        using var http = await identity.OperatorAsync();
        var name = "role-" + IdentityFixture.Random()[..8];
        using var created = await http.PostAsJsonAsync("/v1/roles", new { name, permissions = new[] { "audit:read" } }, TestContext.Current.CancellationToken);
        using var twice = await http.PostAsJsonAsync("/v1/roles", new { name, permissions = new[] { "audit:read" } }, TestContext.Current.CancellationToken);
        using var badName = await http.PostAsJsonAsync("/v1/roles", new { name = "Not Kebab", permissions = Array.Empty<string>() }, TestContext.Current.CancellationToken);
        using var changed = await PutAsync(http, name, ["dpia:read"]);
        using var unknown = await PutAsync(http, name, ["everything"]);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("already-exists", await twice.ProblemAsync(HttpStatusCode.Conflict));
        Assert.Equal("validation", await badName.ProblemAsync(HttpStatusCode.BadRequest));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("validation", await unknown.ProblemAsync(HttpStatusCode.BadRequest));
        Assert.Equal(["RoleCreated", "RoleChanged"], await identity.EventsAboutAsync($"\"{name}\""));
    }

    [Fact]
    public async Task The_admin_role_can_not_lose_what_would_give_it_back()
    {
        using var http = await identity.OperatorAsync();
        using var refused = await PutAsync(http, "admin", ["users:read", "users:write", "roles:read"]);

        Assert.Equal("admin-permissions", await refused.ProblemAsync(HttpStatusCode.Conflict));
    }
}
