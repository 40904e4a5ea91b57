using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Certificates;
using Governance.Dsar.Requests;
using Governance.Dsar.Tests.Planning;
using Governance.Dsar.Tests.Support;
using Governance.Testing;

namespace Governance.Dsar.Tests.Certificates;

[Collection(nameof(DsarCollection))]
public sealed class ErasureCertificateTests(DsarFixture service)
{
    private static readonly Guid Shop = MapBuilder.Store(1);

    private readonly Flow flow = new(service);

    [Fact]
    public async Task The_certificate_says_what_was_done_and_kept_and_its_hash_is_in_the_event()
    {
        var email = Flow.NewEmail();
        var (request, plan) = await flow.ExecutingAsync(RequestType.Erasure, email, Shop);
        Assert.Equal(HttpStatusCode.NotFound, (await flow.Planner.GetAsync($"/v1/requests/{request}/certificate")).StatusCode);
        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 1, 0), new StepCount(2, 7, 0), new StepCount(3, 38, 0));
        await flow.WaitForStateAsync(request, RequestState.Completed);

        var response = await flow.Planner.GetAsync($"/v1/requests/{request}/certificate");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var issued = (await service.EventsAsync<ErasureCertificateIssued>(request)).Single();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), issued.CertificateHash);
        Assert.Equal(issued.CertificateHash, response.Headers.GetValues(GetCertificate.HashHeader).Single());

        var document = JsonSerializer.Deserialize<JsonElement>(bytes);
        Assert.Equal(("shop-team", "analyst-1", "dpo-1"), ((await flow.GetAsync(request)).GetProperty("openedBy").GetString(), document.GetProperty("plannedBy").GetString(), document.GetProperty("approvedBy").GetString()));
        var tables = document.GetProperty("stores")[0].GetProperty("tables").EnumerateArray().ToDictionary(t => t.GetProperty("table").GetString()!);
        Assert.Equal((7, "retain"), (tables["public.invoice"].GetProperty("rows").GetInt32(), tables["public.invoice"].GetProperty("action").GetString()));
        Assert.Equal("GDPR Art. 17(3)(b); § 147 AO", tables["public.invoice"].GetProperty("kept").GetProperty("retention").GetProperty("article").GetString());
        Assert.Equal(["name", "email"], tables["public.customer"].GetProperty("maskedColumns").EnumerateArray().Select(c => c.GetString()));
        Assert.DoesNotContain(email, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);

        var mail = (await service.MailsAsync(email, 1))[0];
        Assert.Contains("Kept: 7 records of invoice, for P10Y", mail, StringComparison.Ordinal);
        Assert.Contains(issued.CertificateHash, mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_certified_while_a_store_is_missing()
    {
        var (request, plan) = await flow.ExecutingAsync(RequestType.Erasure, Flow.NewEmail(), Shop);
        var retry = service.Clock.GetUtcNow().AddMinutes(5);
        await flow.FallShortAsync(request, plan, Shop, "timeout", retry);
        var view = await flow.GetAsync(request);
        Assert.Equal("incomplete", view.GetProperty("state").GetString());
        Assert.Equal("timeout", view.GetProperty("gaps")[0].GetProperty("code").GetString());
        Assert.Equal(retry, (await service.EventsAsync<FulfilmentGapReported>(request)).Single().RetryAt);
        Assert.Equal(HttpStatusCode.NotFound, (await flow.Planner.GetAsync($"/v1/requests/{request}/certificate")).StatusCode);

        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 1, 0));
        await flow.WaitForStateAsync(request, RequestState.Completed);
        Assert.Single(await service.EventsAsync<ErasureCertificateIssued>(request));
    }

    [Fact]
    public async Task A_completion_that_arrives_twice_issues_one_certificate()
    {
        var (request, plan) = await flow.ExecutingAsync(RequestType.Erasure, Flow.NewEmail(), Shop);
        await flow.CompleteAsync(request, plan, Shop);
        await flow.CompleteAsync(request, plan, Shop);
        await flow.WaitForStateAsync(request, RequestState.Completed);
        await Eventually.TrueAsync(
            () => service.InDatabaseAsync(db => Task.FromResult(!db.Jobs.Any(j => j.RequestId == request && j.DueAt <= service.Clock.GetUtcNow()))), "no job left");
        Assert.Single(await service.EventsAsync<ErasureCertificateIssued>(request));
        Assert.Single(await service.EventsAsync<SubjectRequestCompleted>(request));
    }
}
