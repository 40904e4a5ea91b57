using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.Admin;

public sealed class UserAdminTests(IdentityFixture identity)
{
    private static object NewUser(string email, string password = "first password given", params string[] roles) =>
        new { email, displayName = "New Person", password, roles };

    private static string Address() => $"{IdentityFixture.Random()[..12]}@people.example";

    private static async Task<HttpResponseMessage> PutAsync(HttpClient http, string url, object body, string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = JsonContent.Create(body) };
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_created_user_has_to_choose_a_password_before_anything_else()
    {
        using var http = await identity.OperatorAsync();
        var email = Address();
        using var created = await http.PostAsJsonAsync("/v1/users", NewUser(email, roles: "auditor"), TestContext.Current.CancellationToken);
        var user = await created.BodyAsync(HttpStatusCode.Created);
        Assert.Equal($"/v1/users/{user.Text("id")}", created.Headers.Location!.ToString());
        Assert.NotNull(created.Headers.ETag);

        using var browser = identity.NewBrowser();
        using var signIn = await browser.SignInAsync(email, "first password given", "/sign-in?returnUrl=" + Uri.EscapeDataString(browser.AuthorizeUrl()));
        var page = await signIn.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Choose a new password", page, StringComparison.Ordinal);
        using var silent = await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")));
        Assert.Equal("login_required", Browser.Query(silent.Headers.Location!.ToString())["error"]);

        (string, string)[] typed = [("email", email), ("password", "first password given"), ("newPassword", "my own password now"), ("newPasswordAgain", "my own password now")];
        using var weak = await browser.SubmitAsync(page, ("email", email), ("password", "first password given"), ("newPassword", "short"), ("newPasswordAgain", "short"));
        Assert.Equal(HttpStatusCode.Unauthorized, weak.StatusCode);
        using var same = await browser.SubmitAsync(page, [.. typed[..2], ("newPassword", "first password given"), ("newPasswordAgain", "first password given")]);
        Assert.Equal(HttpStatusCode.Unauthorized, same.StatusCode);
        using var changed = await browser.SubmitAsync(page, typed);
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        Assert.StartsWith("/connect/authorize?", changed.Headers.Location!.ToString());

        using var old = await browser.SignInAsync(email, "first password given");
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        Assert.Contains("UserPasswordChanged", await identity.EventsAboutAsync(user.Text("id")));
    }

    [Fact]
    public async Task Bad_input_names_the_field_and_changes_nothing()
    {
        using var http = await identity.OperatorAsync();
        var before = await identity.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE display_name = 'New Person'");
        var cases = new (object Body, string Field)[]
        {
            (NewUser("no address"), "email"),
            (NewUser(Address(), "short"), "password"),
            (NewUser(Address(), "aaaaaaaaaaaaaaaaa"), "password"),
            (NewUser(Address(), roles: "emperor"), "roles"),
            (new { email = Address(), displayName = "", password = "first password given", roles = Array.Empty<string>() }, "displayName"),
            (new { email = Address(), displayName = "New Person", roles = Array.Empty<string>() }, "password"),
            (NewUser("a\0b@people.example"), "email"),
        };
        foreach (var (body, field) in cases)
        {
            using var response = await http.PostAsJsonAsync("/v1/users", body, TestContext.Current.CancellationToken);
            var problem = await response.BodyAsync(HttpStatusCode.BadRequest);
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), $"{field} in {problem}");
        }
        Assert.Equal(before, await identity.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE display_name = 'New Person'"));
    }

    [Fact]
    public async Task An_address_belongs_to_one_user_whatever_its_case()
    {
        using var http = await identity.OperatorAsync();
        var email = Address();
        using var first = await http.PostAsJsonAsync("/v1/users", NewUser(email), TestContext.Current.CancellationToken);
        using var second = await http.PostAsJsonAsync("/v1/users", NewUser(email.ToUpperInvariant()), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal("email-taken", await second.ProblemAsync(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task The_admin_api_is_closed_to_strangers_and_to_those_without_permission()
    {
        using var anonymous = identity.Anonymous();
        using var machine = identity.Bearer(await identity.ClientTokenAsync(IdentityFixture.MachineClient));
        foreach (var path in new[] { "/v1/users", "/v1/roles", "/v1/clients", "/v1/signing-keys", "/v1/permissions" })
        {
            using var none = await anonymous.GetAsync(path, TestContext.Current.CancellationToken);
            using var some = await machine.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, some.StatusCode);
        }
    }

    [Fact]
    public async Task Paging_shows_every_user_once()
    {
        using var http = await identity.OperatorAsync();
        for (var i = 0; i < 3; i++)
            await identity.NewUserAsync();
        var seen = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"/v1/users?limit=2{(next.Length == 0 ? "" : $"&after={next}")}", TestContext.Current.CancellationToken);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(u => u.Text("id")));
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.True(seen.Count >= 9);
    }

    [Fact]
    public async Task An_update_needs_the_present_version()
    {
        using var http = await identity.OperatorAsync();
        var user = await identity.NewUserAsync();
        var other = await identity.NewUserAsync();
        var url = $"/v1/users/{user.Id}";
        using var read = await http.GetAsync(url, TestContext.Current.CancellationToken);
        var etag = read.Headers.ETag!.Tag;
        var body = new { email = Address(), displayName = "Renamed" };

        using var missing = await PutAsync(http, url, body, null);
        using var good = await PutAsync(http, url, body, etag);
        using var stale = await PutAsync(http, url, body, etag);
        using var taken = await PutAsync(http, url, body with { email = other.Email }, good.Headers.ETag!.Tag);

        Assert.Equal(HttpStatusCode.PreconditionRequired, missing.StatusCode);
        Assert.Equal("Renamed", (await good.BodyAsync(HttpStatusCode.OK)).Text("displayName"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal("email-taken", await taken.ProblemAsync(HttpStatusCode.Conflict));
        using var browser = identity.NewBrowser();
        using var signIn = await browser.SignInAsync(body.email, user.Password);
        Assert.Equal(HttpStatusCode.OK, signIn.StatusCode);
    }

    [Fact]
    public async Task New_roles_show_in_the_next_token()
    {
        using var http = await identity.OperatorAsync();
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        var tokens = await browser.TokensAsync(user);
        using var read = await http.GetAsync($"/v1/users/{user.Id}", TestContext.Current.CancellationToken);
        using var set = await PutAsync(http, $"/v1/users/{user.Id}/roles", new { roles = new[] { "auditor", "dpo" } }, read.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);

        var (_, refreshed) = await browser.RefreshAsync(tokens.Text("refresh_token"));
        var permissions = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(refreshed.Text("access_token")).GetPayloadValue<string[]>("permissions");
        Assert.Contains("audit:verify", permissions);
        Assert.Contains("UserRolesChanged", await identity.EventsAboutAsync(user.Id));
    }

    [Fact]
    public async Task A_disabled_user_loses_refresh_session_and_admin_api_at_once()
    {
        using var http = await identity.OperatorAsync();
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync("admin");
        var tokens = await browser.TokensAsync(user);
        using var disabled = await http.PostAsync($"/v1/users/{user.Id}/disablement", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, disabled.StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.RefreshAsync(tokens.Text("refresh_token"))).Status);
        using var api = await identity.Bearer(tokens.Text("access_token")).GetAsync("/v1/users", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        using var silent = await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")));
        Assert.Equal("login_required", Browser.Query(silent.Headers.Location!.ToString())["error"]);

        using var enabled = await http.PostAsync($"/v1/users/{user.Id}/enablement", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, enabled.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.RefreshAsync(tokens.Text("refresh_token"))).Status);
        Assert.NotEqual(default, await browser.TokensAsync(user));
    }

    [Fact]
    public async Task A_reset_password_unlocks_ends_sessions_and_must_be_replaced()
    {
        using var http = await identity.OperatorAsync();
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        var tokens = await browser.TokensAsync(user);
        await identity.Database.ExecuteAsync($"UPDATE users SET lockout_end = now() + interval '1 hour' WHERE id = '{user.Id}'");
        using var reset = await http.PostAsJsonAsync($"/v1/users/{user.Id}/password-reset", new { password = "given by an admin" }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.RefreshAsync(tokens.Text("refresh_token"))).Status);
        using var old = await browser.SignInAsync(user.Email, user.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        using var given = await browser.SignInAsync(user.Email, "given by an admin");
        Assert.Contains("Choose a new password", await given.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_account_is_unlocked_by_an_administrator()
    {
        using var http = await identity.OperatorAsync();
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        await identity.Database.ExecuteAsync($"UPDATE users SET lockout_end = now() + interval '1 hour' WHERE id = '{user.Id}'");
        using var unlocked = await http.PostAsync($"/v1/users/{user.Id}/unlocking", null, TestContext.Current.CancellationToken);
        using var unknown = await http.PostAsync($"/v1/users/{Guid.NewGuid()}/unlocking", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, unlocked.StatusCode);
        Assert.Equal("not-found", await unknown.ProblemAsync(HttpStatusCode.NotFound));
        Assert.NotEqual(default, await browser.TokensAsync(user));
    }
}
