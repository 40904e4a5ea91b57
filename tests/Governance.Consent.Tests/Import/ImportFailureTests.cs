using System.Net;
using System.Text.Json;
using Governance.Contracts;
using Governance.Testing;

namespace Governance.Consent.Tests.Import;

public sealed class ImportFailureTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task An_import_with_a_chunk_that_always_fails_ends_as_failed()
    {
        var id = Guid.CreateVersion7();
        await service.Database.ExecuteAsync($"""
            INSERT INTO imports (id, source, format, state, created_at, created_by, lines, imported, unchanged, rejected, undemonstrable)
            VALUES ('{id}', 'legacy-crm', 'Csv', 'Receiving', now(), 'dpo-1', 1, 0, 0, 0, 0);
            INSERT INTO import_chunks (import_id, number, data) VALUES ('{id}', 1, '\x00');
            UPDATE imports SET state = 'Queued' WHERE id = '{id}';
            """);

        JsonElement import = default;
        await Eventually.TrueAsync(
            async () =>
            {
                service.Clock.Advance(TimeSpan.FromMinutes(1));
                import = await service.Client("dpo-1", Permissions.ConsentGovern).GetAsync($"/v1/imports/{id}").JsonAsync(HttpStatusCode.OK);
                return import.GetProperty("state").GetString() == "failed";
            },
            "the import has failed",
            TimeSpan.FromMinutes(2));

        Assert.Equal("recording-failed", import.GetProperty("failureCode").GetString());
        Assert.NotEqual(JsonValueKind.Null, import.GetProperty("endedAt").ValueKind);
        Assert.Equal(0L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM import_chunks WHERE import_id = '{id}'"));
        Assert.Equal(5L, await service.Database.ScalarAsync<long>($"SELECT attempts::bigint FROM imports WHERE id = '{id}'"));
    }
}
