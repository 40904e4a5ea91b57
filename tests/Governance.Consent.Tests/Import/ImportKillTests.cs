using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Governance.Consent.Tests.Decisions.Caching;
using Governance.Testing;

namespace Governance.Consent.Tests.Import;

/// <summary>A real process is killed while it works off an import; another one finishes it.</summary>
public sealed class ImportKillTests(LoneCluster cluster) : IClassFixture<LoneCluster>
{
    private const int Lines = 25_000;

    [Theory]
    [InlineData("consent.import.before-commit")]
    [InlineData("consent.import.after-commit")]
    public async Task An_import_whose_worker_is_killed_ends_with_each_line_recorded_once(string place)
    {
        var ct = TestContext.Current.CancellationToken;
        var marker = Path.Combine(Path.GetTempPath(), $"import-kill-{Guid.NewGuid():n}");
        try
        {
            var (purpose, id) = (ConsentFixture.NewCode("p"), "");
            using (var killed = await cluster.StartAsync(faultPoint: place, marker: marker))
            {
                await killed.Client.PostAsJsonAsync("/v1/purposes", Bodies.Purpose(purpose), ct).JsonAsync(HttpStatusCode.Created);
                id = (await killed.Client.PostAsync("/v1/imports?source=legacy-crm", Csv(purpose), ct).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
                await killed.EndedAsync(ct).WaitAsync(TimeSpan.FromMinutes(2), ct);
            }
            Assert.True(File.Exists(marker));
            var recorded = place.EndsWith("after-commit", StringComparison.Ordinal) ? 10_000L : 0L;
            Assert.Equal(recorded, await CountAsync(purpose));

            using var other = await cluster.StartAsync();
            await cluster.Database.ExecuteAsync("UPDATE imports SET leased_until = now() WHERE state = 'Running'");
            await Eventually.TrueAsync(
                async () =>
                {
                    var import = await other.Client.GetAsync($"/v1/imports/{id}", ct).JsonAsync(HttpStatusCode.OK);
                    return (import.GetProperty("state").GetString(), import.GetProperty("imported").GetInt64(), import.GetProperty("unchanged").GetInt64()) == ("completed", Lines, 0);
                },
                "the import is complete",
                TimeSpan.FromMinutes(2));
            Assert.Equal(Lines, await CountAsync(purpose));
            Assert.Equal(1L, await cluster.Database.ScalarAsync<long>($"SELECT count(*) FROM outbox WHERE message_type LIKE '%ConsentImportCompleted' AND body::text LIKE '%{id}%'"));
        }
        finally
        {
            File.Delete(marker);
        }
    }

    private Task<long> CountAsync(string purpose) => cluster.Database.ScalarAsync<long>($"SELECT count(*) FROM consent_records WHERE purpose_code = '{purpose}'");

    private static ByteArrayContent Csv(string purpose)
    {
        var text = new StringBuilder("identifierKind,identifier,purpose,action,occurredAt,externalId\n");
        for (var i = 0; i < Lines; i++)
            text.Append(CultureInfo.InvariantCulture, $"email,person{i}@example.org,{purpose},refuse,2026-01-01T12:00:00Z,{purpose}-{i}\n");
        return new(Encoding.UTF8.GetBytes(text.ToString())) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
    }
}

public sealed class LoneCluster : ConsentCluster
{
    protected override int SoundInstances => 0;
}
