using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Jobs;
using Governance.Dsar.Packages;
using Governance.Dsar.Requests;
using Governance.Dsar.Tests.Planning;
using Governance.Dsar.Tests.Support;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Tests.Packages;

[Collection(nameof(DsarCollection))]
public sealed class AccessPackageTests(DsarFixture service)
{
    private static readonly Guid Shop = MapBuilder.Store(1);

    private readonly Flow flow = new(service);
    private readonly HttpClient person = service.Anonymous();

    [Fact]
    public async Task The_package_holds_exactly_what_was_handed_in_as_csv_json_and_a_readable_page()
    {
        var (_, link) = await DeliverAsync();
        using var zip = await DownloadAsync(link);
        Assert.Equal(
            ["index.html", "manifest.json", "shop/public.customer.csv", "shop/public.customer.json", "shop/public.invoice.csv", "shop/public.invoice.json", "shop/public.invoice_line.csv", "shop/public.invoice_line.json"],
            zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        Assert.Equal("customer_id,name,email,support_rep_id\r\n7,\"Luís \"\"Lu\"\" <b>, G.\",luis@example.org,\r\n", Text(zip, "shop/public.customer.csv"));
        Assert.Equal("""[{"customer_id":"7","name":"Luís \"Lu\" <b>, G.","email":"luis@example.org","support_rep_id":null}]""", Text(zip, "shop/public.customer.json"));
        Assert.Equal("invoice_id,customer_id,address,total\r\n1,7,\"Street 1\nBack\tyard\",1.98\r\n2,7,=1+1,0.99\r\n", Text(zip, "shop/public.invoice.csv"));

        var index = Text(zip, "index.html");
        Assert.Contains("Lu&#xED;s &quot;Lu&quot; &lt;b&gt;", index, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", index, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Art. 15(1)(a)", index, StringComparison.Ordinal);
        Assert.Contains("10 years", index, StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", index, StringComparison.Ordinal);
        var manifest = JsonSerializer.Deserialize<JsonElement>(Text(zip, "manifest.json"));
        Assert.True(manifest.GetProperty("complete").GetBoolean());
        Assert.Equal([1, 2, 0], manifest.GetProperty("tables").EnumerateArray().Select(t => t.GetProperty("rows").GetInt32()));
    }

    [Fact]
    public async Task The_event_carries_the_zips_hash_and_the_request_is_completed()
    {
        var (request, link) = await DeliverAsync();
        var response = await PostAsync(link);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var ready = (await service.EventsAsync<AccessPackageReady>(request)).Single();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), ready.PackageHash);
        Assert.Equal(3, ready.Rows);
        Assert.Equal("completed", (await flow.GetAsync(request)).GetProperty("state").GetString());
        Assert.Single(await service.EventsAsync<SubjectRequestCompleted>(request));
    }

    [Fact]
    public async Task A_link_works_once()
    {
        var (request, link) = await DeliverAsync();
        (await DownloadAsync(link)).Dispose();
        await Eventually.TrueAsync(async () => (await service.EventsAsync<AccessPackageDownloaded>(request)).Count == 1, "the download noted");
        await Flow.RefusedAsync(await PostAsync(link), 410, "link-used");
        Assert.Equal("used", (await service.EventsAsync<DownloadRefused>(request)).Single().Header.Reason);
    }

    [Fact]
    public async Task A_download_that_breaks_off_can_be_repeated()
    {
        var email = Flow.NewEmail();
        var (request, plan) = await flow.ExecutingAsync(RequestType.Access, email, Shop);
        var large = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30_000_000));
        await flow.PutPartAsync(request, Shop, 1, $"7\t{large}\tluis@example.org\t\\N\n");
        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 1, 0));
        await flow.WaitForStateAsync(request, RequestState.Completed);
        var link = LinkIn((await service.MailsAsync(email, 1))[0]);
        using (var broken = service.Anonymous())
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, $"/v1/public/packages/{link.Package}/download") { Content = JsonContent.Create(new { secret = link.Secret }) };
            using var response = await broken.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[1000]);
        }

        using var zip = await DownloadAsync(link);
        Assert.Contains(large[..100], Text(zip, "shop/public.customer.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_and_after_too_many_the_link_is_closed()
    {
        var (request, link) = await DeliverAsync();
        for (var i = 0; i < 10; i++)
            await Flow.RefusedAsync(await PostAsync(link with { Secret = "wrong" }), 403, "invalid-link");
        await Flow.RefusedAsync(await PostAsync(link), 410, "link-closed");
        await Flow.RefusedAsync(await PostAsync(link with { Package = Guid.CreateVersion7() }), 403, "invalid-link");
        Assert.Equal(11, (await service.EventsAsync<DownloadRefused>(request)).Count);
    }

    [Fact]
    public async Task The_secret_of_one_package_does_not_open_another()
    {
        var (_, first) = await DeliverAsync();
        var (_, second) = await DeliverAsync();
        await Flow.RefusedAsync(await PostAsync(second with { Secret = first.Secret }), 403, "invalid-link");
    }

    [Fact]
    public async Task An_expired_package_is_deleted_with_its_key()
    {
        var (request, link) = await DeliverAsync();
        service.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(HttpStatusCode.Gone, (await PostAsync(link)).StatusCode);
        await Eventually.TrueAsync(() => service.InDatabaseAsync(db => db.Packages.AnyAsync(p => p.Id == link.Package && p.WrappedKey == null)), "the key deleted");
        Assert.False(Directory.Exists(Path.Combine(service.PackageFolder, link.Package.ToString())));
        Assert.Single(await service.EventsAsync<AccessPackageDeleted>(request));
        await Flow.RefusedAsync(await PostAsync(link), 410, "package-deleted");
    }

    [Fact]
    public async Task Nothing_lies_on_disk_in_clear_and_a_repeated_part_takes_the_place_of_the_first()
    {
        var (request, plan) = await flow.ExecutingAsync(RequestType.Access, Flow.NewEmail(), Shop);
        await flow.PutPartAsync(request, Shop, 1, "7\tfirst\tluis@example.org\t\\N\n");
        await flow.PutPartAsync(request, Shop, 1, "7\tsecond\tluis@example.org\t\\N\n");
        var package = await service.InDatabaseAsync(db => db.Packages.AsNoTracking().SingleAsync(p => p.PlanId == plan));
        var files = Directory.GetFiles(Path.Combine(service.PackageFolder, package.Id.ToString()));
        Assert.DoesNotContain("luis", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Assert.Single(files))), StringComparison.Ordinal);
        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 1, 0));
        await flow.WaitForStateAsync(request, RequestState.Completed);
        Assert.Empty(Directory.GetFiles(Path.Combine(service.PackageFolder, package.Id.ToString()), "*.part"));
    }

    [Fact]
    public async Task Parts_of_steps_that_are_not_planned_or_before_approval_are_refused()
    {
        var (request, _) = await flow.ExecutingAsync(RequestType.Access, Flow.NewEmail(), Shop);
        Assert.Equal(HttpStatusCode.NotFound, (await flow.DataPlane.PutAsync($"/v1/requests/{request}/parts/{Shop}/99", new StringContent("x"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await flow.DataPlane.PutAsync($"/v1/requests/{request}/parts/{Guid.CreateVersion7()}/1", new StringContent("x"))).StatusCode);
        using (var late = new HttpRequestMessage(HttpMethod.Put, $"/v1/requests/{request}/parts/{Shop}/1") { Content = new StringContent("x"), Headers = { { "X-Plan-Id", Guid.CreateVersion7().ToString() } } })
            await Flow.RefusedAsync(await flow.DataPlane.SendAsync(late), 409, "plan-not-current");
        var early = (await flow.OpenAsync(RequestType.Access, Flow.NewEmail())).GetProperty("id").GetGuid();
        await flow.PlanAsync(early);
        await Flow.RefusedAsync(await flow.DataPlane.PutAsync($"/v1/requests/{early}/parts/{Shop}/1", new StringContent("x")), 409, "state-conflict");
        Assert.Equal(HttpStatusCode.Forbidden, (await flow.Approver.PutAsync($"/v1/requests/{request}/parts/{Shop}/1", new StringContent("x"))).StatusCode);
    }

    [Fact]
    public async Task Rows_that_never_came_in_are_a_gap_and_not_called_complete()
    {
        var (request, plan) = await flow.ExecutingAsync(RequestType.Access, Flow.NewEmail(), Shop);
        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 1, 0));
        await Eventually.TrueAsync(async () => (await service.EventsAsync<AccessPackageReady>(request)).Count == 1, "the package");
        Assert.Equal("executing", (await flow.GetAsync(request)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_can_be_had_is_delivered_with_the_gap_named_and_the_request_can_be_planned_again()
    {
        var email = Flow.NewEmail();
        var (request, plan) = await flow.ExecutingAsync(RequestType.Access, email, Shop);
        await flow.PutPartAsync(request, Shop, 1, "7\tLuis\tluis@example.org\t\\N\n");
        await flow.FallShortAsync(request, plan, Shop, "table-missing", retryAt: null);
        await Eventually.TrueAsync(async () => (await service.EventsAsync<AccessPackageReady>(request)).Count == 1, "the package");
        var mail = (await service.MailsAsync(email, 1))[0];
        Assert.Contains("not complete yet", mail, StringComparison.Ordinal);
        using (var zip = await DownloadAsync(LinkIn(mail)))
        {
            Assert.Contains("shop: table-missing", Text(zip, "index.html"), StringComparison.Ordinal);
            Assert.False(JsonSerializer.Deserialize<JsonElement>(Text(zip, "manifest.json")).GetProperty("complete").GetBoolean());
        }

        var view = await flow.GetAsync(request);
        Assert.Equal("incomplete", view.GetProperty("state").GetString());
        Assert.True(view.GetProperty("gaps")[0].GetProperty("gaveUp").GetBoolean());
        Assert.Empty(await service.EventsAsync<SubjectRequestCompleted>(request));
        Assert.NotEqual(plan, await flow.PlanAsync(request));
    }

    [Fact]
    public async Task Assemblies_of_one_package_wait_for_each_other_and_only_the_first_delivers()
    {
        var (request, plan) = await flow.ExecutingAsync(RequestType.Access, Flow.NewEmail(), Shop);
        await flow.PutPartAsync(request, Shop, 1, "7\tLuis\tluis@example.org\t\\N\n");
        await flow.FallShortAsync(request, plan, Shop, "table-missing", retryAt: null);
        await service.InDatabaseAsync(db =>
        {
            db.Jobs.AddRange(Enumerable.Range(0, 3).Select(_ => new Job
            {
                Id = Guid.CreateVersion7(), Kind = JobKinds.AssemblePackage, RequestId = request, SubjectId = plan, DueAt = service.Clock.GetUtcNow(),
            }));
            return db.SaveChangesAsync();
        });

        await Eventually.TrueAsync(
            async () => await service.InDatabaseAsync(db => db.Jobs.CountAsync(j => j.RequestId == request && j.Kind == JobKinds.AssemblePackage)) == 0, "every assembly has run");
        Assert.Single(await service.EventsAsync<AccessPackageReady>(request));
    }

    [Fact]
    public async Task A_store_that_is_still_tried_holds_the_package_back_for_a_while()
    {
        var (request, plan) = await flow.ExecutingAsync(RequestType.Access, Flow.NewEmail(), Shop);
        await flow.PutPartAsync(request, Shop, 1, "");
        await flow.FallShortAsync(request, plan, Shop, "timeout", service.Clock.GetUtcNow().AddMinutes(5));
        var due = await service.InDatabaseAsync(db => db.Jobs.Where(j => j.RequestId == request && j.Kind == "assemble-package").Select(j => j.DueAt).SingleAsync());
        Assert.Equal(service.Clock.GetUtcNow().AddHours(1), due);
        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 0, 0));
        await flow.WaitForStateAsync(request, RequestState.Completed);
        Assert.Single(await service.EventsAsync<AccessPackageReady>(request));
    }

    [Fact]
    public async Task The_page_sends_the_secret_nowhere_by_itself_and_runs_our_script_only()
    {
        var page = await person.GetAsync($"/packages/{Guid.CreateVersion7()}");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        Assert.DoesNotMatch("<script(?! src=\"/packages/assets/)", await page.Content.ReadAsStringAsync());
        Assert.Equal("text/javascript", (await person.GetAsync("/packages/assets/package.js")).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_form_downloads_as_well()
    {
        var (_, link) = await DeliverAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["secret"] = link.Secret });
        var response = await person.PostAsync($"/v1/public/packages/{link.Package}/download", form);
        Assert.Equal("application/zip", response.Content.Headers.ContentType!.MediaType);
    }

    private async Task<(Guid Request, Link Link)> DeliverAsync()
    {
        var email = Flow.NewEmail();
        var (request, plan) = await flow.ExecutingAsync(RequestType.Access, email, Shop);
        await flow.PutPartAsync(request, Shop, 1, "7\tLuís \"Lu\" <b>, G.\tluis@example.org\t\\N\n");
        await flow.PutPartAsync(request, Shop, 2, "1\t7\tStreet 1\\nBack\\tyard\t1.98\n2\t7\t=1+1\t0.99\n");
        await flow.PutPartAsync(request, Shop, 3, "");
        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 1, 0), new StepCount(2, 2, 0), new StepCount(3, 0, 0));
        await flow.WaitForStateAsync(request, RequestState.Completed);
        return (request, LinkIn((await service.MailsAsync(email, 1))[0]));
    }

    private static Link LinkIn(string mail)
    {
        var match = Regex.Match(mail, "https://privacy\\.example/packages/([0-9a-f-]+)#(\\S+)");
        return new(Guid.Parse(match.Groups[1].Value), match.Groups[2].Value);
    }

    private Task<HttpResponseMessage> PostAsync(Link link) => person.PostAsJsonAsync($"/v1/public/packages/{link.Package}/download", new { secret = link.Secret });

    private async Task<ZipArchive> DownloadAsync(Link link)
    {
        var response = await PostAsync(link);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new ZipArchive(new MemoryStream(await response.Content.ReadAsByteArrayAsync()));
    }

    private static string Text(ZipArchive zip, string entry)
    {
        using var reader = new StreamReader(zip.GetEntry(entry)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private sealed record Link(Guid Package, string Secret);
}
