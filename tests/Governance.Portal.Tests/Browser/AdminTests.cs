using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Governance.Contracts;
using Governance.LocalStack.Stack;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>An administrator's work: people, machines, messages that failed, jobs.</summary>
[Collection(PortalCollection.Name)]
public sealed class AdminTests(PortalStack stack)
{
    [Fact]
    public async Task A_new_user_signs_in_and_has_to_choose_a_password()
    {
        var email = $"new{Guid.NewGuid():n}@demo.example";
        await using (var admin = await stack.SignInAsync("admin", "/admin/users"))
        {
            await admin.Button("New user").ClickAsync();
            var dialog = admin.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Nora New");
            await dialog.GetByLabel("E-mail").FillAsync(email);
            await dialog.GetByLabel("First password").FillAsync("first-password-of-nora");
            await dialog.GetByText("Auditor").ClickAsync();
            await Axe.CheckAsync(admin, "new user");
            await admin.Button("Make the user").ClickAsync();
            await admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = email }).GetByText("active").WaitForAsync();
        }

        await using var nora = await stack.VisitAsync();
        await nora.Page.GotoAsync("/sign-in");
        await nora.Page.GetByLabel("E-mail").FillAsync(email);
        await nora.Page.GetByLabel("Password").FillAsync("first-password-of-nora");
        await nora.Button("Sign in").ClickAsync();
        await nora.Page.GetByLabel("New password", new() { Exact = true }).WaitForAsync();
    }

    [Fact]
    public async Task A_clients_secret_is_shown_once_and_a_new_one_ends_the_old()
    {
        var id = $"machine-{Guid.NewGuid():n}"[..20];
        await using var admin = await stack.SignInAsync("admin", "/admin/clients");
        await admin.Button("New client").ClickAsync();
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Id", new() { Exact = true }).FillAsync(id);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("A machine");
        await dialog.GetByText("Ask whether something is allowed").ClickAsync();
        await admin.Button("Make the client").ClickAsync();
        var first = await TakeSecretAsync(admin, id);
        Assert.Equal(HttpStatusCode.OK, await TokenAsync(id, first));
        Assert.DoesNotContain(first, await admin.Page.ContentAsync(), StringComparison.Ordinal);

        await admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = id }).GetByRole(AriaRole.Button, new() { Name = "New secret" }).ClickAsync();
        var second = await TakeSecretAsync(admin, id);
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.OK, await TokenAsync(id, second));
        Assert.Equal(HttpStatusCode.Unauthorized, await TokenAsync(id, first));
    }

    [Fact]
    public async Task A_role_is_made_and_changed_in_plain_words_and_the_matrix_names_every_permission_so()
    {
        var name = $"call-centre-{Guid.NewGuid():n}"[..20];
        await using var admin = await stack.SignInAsync("admin", "/admin/roles");
        await admin.Button("New role").ClickAsync();
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await dialog.GetByText("See consents and their history").ClickAsync();
        await Axe.CheckAsync(admin, "new role");
        await admin.Button("Save the role").ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal("consent:read", await PermissionsAsync(name));

        await admin.Page.GetByRole(AriaRole.Columnheader).GetByRole(AriaRole.Button, new() { NameRegex = new(name.Replace('-', ' '), RegexOptions.IgnoreCase) }).ClickAsync();
        await dialog.GetByText("See requests").ClickAsync();
        await dialog.GetByText("See consents and their history").ClickAsync();
        await admin.Button("Save the role").ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal("dsar:read", await PermissionsAsync(name));

        // A permission that nobody has described would show its code twice.
        var rows = await admin.Page.Locator(".matrix tbody th[scope=row]").AllInnerTextsAsync();
        Assert.Equal(Permissions.All.Count, rows.Count);
        Assert.DoesNotContain(rows, row => row.Split().Distinct().Count() < 2);
    }

    private Task<string> PermissionsAsync(string role) =>
        ServiceDatabase.ReadAsync<string>(stack, "identity", $"SELECT array_to_string(permissions, ' ') FROM roles WHERE name = '{role}'");

    [Fact]
    public async Task A_message_that_failed_comes_up_on_today_without_reload_and_is_replayed_from_there()
    {
        await using var admin = await stack.SignInAsync("admin", "/");
        var id = Guid.CreateVersion7();
        const string body = """
            {"messageId":"01a20000-0000-7000-8000-000000000001","messageType":["urn:message:Governance.Contracts.DataPlane.V1:DataStoreScanFailed","urn:message:Governance.Contracts:IEvent"],
             "message":{"header":{"eventId":"01a20000-0000-7000-8000-000000000002","occurredAt":"2026-01-01T00:00:00Z","source":"dataplane","actor":{"type":"service","id":"dataplane"},"objectType":"scan","objectId":"none"},
             "scanId":"01a20000-0000-7000-8000-000000000003","dataStoreId":"01a20000-0000-7000-8000-000000000004","code":"unreachable"}}
            """;
        await ServiceDatabase.ExecuteAsync(
            stack, "inventory",
            """
            INSERT INTO failed_messages (id, message_id, queue_name, message_type, content_type, body, error_type, error_message, failed_at, version)
            VALUES (@id, NULL, 'inventory.fail-scan', 'FailedInTheTest', 'application/vnd.masstransit+json', @body, 'TimeoutException', 'It took too long.', now(), 1)
            """,
            ("id", id), ("body", Encoding.UTF8.GetBytes(body)));
        await admin.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("FailedInTheTest") }).ClickAsync();
        var row = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "FailedInTheTest" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await row.GetByText("replayed").WaitForAsync();
        Assert.Equal(1L, await ServiceDatabase.ReadAsync<long>(stack, "inventory", $"SELECT count(*) FROM failed_messages WHERE id = '{id}' AND replayed_at IS NOT NULL"));
    }

    [Fact]
    public async Task Jobs_lead_to_their_store_and_stores_show_their_health()
    {
        var store = (await stack.CompanyAsync())[0];
        await using var admin = await stack.SignInAsync("admin", "/admin/jobs");
        var jobs = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = store.Name });
        await jobs.Filter(new() { HasText = "Scan" }).GetByText("done").First.WaitForAsync();
        await admin.Button("given up").ClickAsync();
        await jobs.First.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Data stores", Exact = true }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = store.Name }).GetByText("reachable").WaitForAsync();
    }

    /// <summary>What the dialog shows; it is closed then.</summary>
    private static async Task<string> TakeSecretAsync(Visitor admin, string id)
    {
        var secret = admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = $"Copy secret of {id}" });
        var text = (await secret.Locator(".truncate").TextContentAsync())!;
        await admin.Button("I have it").ClickAsync();
        await secret.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        return text;
    }

    private async Task<HttpStatusCode> TokenAsync(string client, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stack.Stack.Url("identity"), "connect/token"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(client)}:{Uri.EscapeDataString(secret)}")));
        using var response = await stack.Http.SendAsync(request);
        return response.StatusCode;
    }
}
