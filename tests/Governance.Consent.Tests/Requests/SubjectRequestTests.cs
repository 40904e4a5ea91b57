using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Consent.Data;
using Governance.Consent.Tests.Webhooks;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Privacy;
using Governance.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Consent.Tests.Requests;

/// <summary>What the dsar service tells of over the bus.</summary>
public sealed class SubjectRequestTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task A_verified_objection_ends_direct_marketing_at_once_whatever_it_rests_on_and_nothing_else()
    {
        var (onConsent, onInterest, other) = (await PurposeAsync("consent", true), await PurposeAsync("legitimateInterest", true), await PurposeAsync("legitimateInterest", false));
        var notice = await fixture.NoticeAsync(onConsent);
        await fixture.RecordAsync("objector@example.org", onConsent, "give", notice);
        Assert.True(await AllowedAsync("objector@example.org", onConsent) && await AllowedAsync("objector@example.org", onInterest));

        await PublishAsync(h => new ObjectionVerified(h, Guid.NewGuid(), [Pseudonym("objector@example.org")]));

        await Eventually.TrueAsync(async () => !await AllowedAsync("objector@example.org", onConsent) && !await AllowedAsync("objector@example.org", onInterest), "direct marketing ended");
        Assert.True(await AllowedAsync("objector@example.org", other));
        Assert.True(await AllowedAsync("somebody.else@example.org", onInterest));
    }

    [Fact]
    public async Task After_an_erasure_the_proof_stays_under_the_pseudonym_and_nothing_is_allowed_on_consent()
    {
        var purpose = await PurposeAsync("consent", false);
        var notice = await fixture.NoticeAsync(purpose);
        var given = await fixture.RecordAsync("erased@example.org", purpose, "give", notice);
        await fixture.Team().PostAsJsonAsync("/v1/signals", new { subject = Bodies.Subject("erased@example.org"), source = "web", gpp = "DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN" }).JsonAsync(HttpStatusCode.OK);

        await PublishAsync(h => new SubjectErased(h, Guid.NewGuid(), [Pseudonym("erased@example.org"), Pseudonym("unknown@example.org")]));

        await Eventually.TrueAsync(async () => !await AllowedAsync("erased@example.org", purpose), "consent ended");
        var history = await fixture.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject("erased@example.org") }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["give", "withdraw"], history.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("action").GetString()));
        var signals = await fixture.Team().PostAsJsonAsync("/v1/signals/history", new { subject = Bodies.Subject("erased@example.org") }).JsonAsync(HttpStatusCode.OK);
        Assert.Empty(signals.GetProperty("items").EnumerateArray());
        // The proof can still be had, and names nobody.
        var receipt = await fixture.Team().GetAsync($"/v1/records/{given.GetProperty("id").GetString()}/receipt").JsonAsync(HttpStatusCode.OK);
        Assert.DoesNotContain("erased@", JsonSerializer.Serialize(receipt), StringComparison.Ordinal);
        Assert.Equal(0L, await IdentifiersKeptAsync("erased@example.org"));
    }

    private string Pseudonym(string email) => fixture.Services.GetRequiredService<SubjectPseudonymizer>().Pseudonym("email", email);

    private async Task PublishAsync(Func<EventHeader, IEvent> make)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConsentDbContext>();
        scope.ServiceProvider.GetRequiredService<MessageOutbox>().Add(db, make(scope.ServiceProvider.GetRequiredService<EventHeaders>().New(null, "subject-request", Guid.NewGuid())));
        await db.SaveChangesAsync();
    }

    private async Task<bool> AllowedAsync(string person, string purpose) =>
        (await fixture.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(person, purpose)).JsonAsync(HttpStatusCode.OK)).GetProperty("allowed").GetBoolean();

    /// <summary>Rows of any table of the database that hold the identifier.</summary>
    private async Task<long> IdentifiersKeptAsync(string identifier)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        var found = 0L;
        var tables = new List<string>();
        await using (var list = source.CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }
        foreach (var table in tables)
        {
            await using var count = source.CreateCommand($"SELECT count(*) FROM \"{table}\" t WHERE strpos(t::text, $1) > 0");
            count.Parameters.Add(new() { Value = identifier });
            found += (long)(await count.ExecuteScalarAsync())!;
        }
        return found;
    }

    private async Task<string> PurposeAsync(string basis, bool marketing)
    {
        var code = ConsentFixture.NewCode("purpose");
        await fixture.Dpo().PostAsJsonAsync("/v1/purposes", new
        {
            code,
            legalBasis = basis,
            details = new { name = "Mail", description = "Sends mail.", dataCategories = new[] { "contact" }, recipients = Array.Empty<string>(), retentionDays = 30, directMarketing = marketing },
        }).JsonAsync(HttpStatusCode.Created);
        return code;
    }
}
