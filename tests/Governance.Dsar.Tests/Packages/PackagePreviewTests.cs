using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Packages.Preview;
using Governance.Dsar.Requests;
using Governance.Dsar.Tests.Planning;
using Governance.Dsar.Tests.Support;

namespace Governance.Dsar.Tests.Packages;

/// <summary>Staff looks into a package: masked, or in clear with a reason that the audit log keeps.</summary>
[Collection(nameof(DsarCollection))]
public sealed class PackagePreviewTests(DsarFixture service)
{
    private const string Customers = "shop/public.customer.json";
    private static readonly Guid Shop = MapBuilder.Store(1);

    private readonly Flow flow = new(service);
    private readonly HttpClient reader = service.Staff("analyst-1", Permissions.DsarRead);
    private readonly HttpClient dpo = service.Staff("dpo-1", Permissions.DsarRead, Permissions.DsarReveal);

    [Fact]
    public async Task Tables_are_listed_with_rows_and_categories_and_shown_masked()
    {
        var request = await DeliverAsync();
        var contents = await reader.GetFromJsonAsync<JsonElement>($"/v1/requests/{request}/package");
        var tables = contents.GetProperty("tables").EnumerateArray().ToList();
        Assert.Equal([(Customers, 1), ("shop/public.invoice.json", 2)], tables.Select(t => (t.GetProperty("file").GetString()!, t.GetProperty("rows").GetInt32())));
        Assert.Contains("user.name", tables[0].GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("category").GetString()));

        using var response = await reader.GetAsync($"/v1/requests/{request}/package/rows?file={Uri.EscapeDataString(Customers)}");
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(["•", "L••• \"••\" <•>, •.", "l•••@•••••••.•••", null], Rows(text).Single());
        Assert.DoesNotContain("luis@example.org", text, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Empty(await service.EventsAsync<PackageRowsViewed>(request));
    }

    [Fact]
    public async Task Rows_in_clear_need_the_permission_and_a_reason_and_leave_an_entry()
    {
        var request = await DeliverAsync();
        var path = $"/v1/requests/{request}/package/revealed-rows";
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync(path, new { file = Customers, reason = "complaint" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await dpo.PostAsJsonAsync(path, new { file = Customers, reason = "curious" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await dpo.PostAsJsonAsync(path, new { file = "../appsettings.json", reason = "complaint" })).StatusCode);
        Assert.Empty(await service.EventsAsync<PackageRowsViewed>(request));

        using var response = await dpo.PostAsJsonAsync(path, new { file = Customers, reason = "complaint" });
        Assert.Equal(["7", "Luís \"Lu\" <b>, G.", "luis@example.org", null], Rows(await response.Content.ReadAsStringAsync()).Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        var seen = (await service.EventsAsync<PackageRowsViewed>(request)).Single();
        Assert.Equal(("dpo-1", "complaint", "public.customer", 1), (seen.Header.Actor.Id, seen.Header.Reason, seen.Table, seen.Rows));
        Assert.NotNull(seen.Header.SubjectPseudonym);
    }

    [Fact]
    public async Task Looking_leaves_nothing_plain_on_the_disk()
    {
        var request = await DeliverAsync();
        (await dpo.PostAsJsonAsync($"/v1/requests/{request}/package/revealed-rows", new { file = Customers, reason = "complaint" })).EnsureSuccessStatusCode();
        var package = await service.InDatabaseAsync(db => Task.FromResult(db.Packages.Single(p => p.RequestId == request).Id));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(service.PackageFolder, package.ToString())));
        Assert.DoesNotContain("luis@example.org", Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_nothing_to_look_into_before_the_package_is_ready()
    {
        var (request, _) = await flow.ExecutingAsync(RequestType.Access, Flow.NewEmail(), Shop);
        Assert.Equal(HttpStatusCode.NotFound, (await dpo.GetAsync($"/v1/requests/{request}/package")).StatusCode);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("Luis", "••••")]
    [InlineData("luis@example.org", "l•••@•••••••.•••")]
    [InlineData("2024-05-01", "••••-••-••")]
    [InlineData("+49 30 1234", "+•• •• ••••")]
    [InlineData("王小明王小明", "王•••••")]
    [InlineData("A very long remark about somebody", "A •••• •••• •••••• •••••…")]
    public void A_mask_keeps_the_form_and_hides_the_value(string? value, string? masked) => Assert.Equal(masked, PreviewMask.Of(value));

    private async Task<Guid> DeliverAsync()
    {
        var (request, plan) = await flow.ExecutingAsync(RequestType.Access, Flow.NewEmail(), Shop);
        await flow.PutPartAsync(request, Shop, 1, "7\tLuís \"Lu\" <b>, G.\tluis@example.org\t\\N\n");
        await flow.PutPartAsync(request, Shop, 2, "1\t7\tStreet 1\\nBack\\tyard\t1.98\n2\t7\t=1+1\t0.99\n");
        await flow.PutPartAsync(request, Shop, 3, "");
        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 1, 0), new StepCount(2, 2, 0), new StepCount(3, 0, 0));
        await flow.WaitForStateAsync(request, RequestState.Completed);
        return request;
    }

    private static List<List<string?>> Rows(string json) =>
        [.. JsonSerializer.Deserialize<JsonElement>(json).GetProperty("rows").EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetString()).ToList())];
}
