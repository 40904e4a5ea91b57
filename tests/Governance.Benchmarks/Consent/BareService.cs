using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Governance.Benchmarks.Consent;

/// <summary>The baseline: Kestrel and a prepared statement, without authentication, checks, cache or outbox.</summary>
internal static class BareService
{
    public const string Role = "consent-bare";

    public static async Task<int> RunAsync(string database, string port)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        await using var app = builder.Build();
        app.MapGet("/rows/{id:long}", async (long id, CancellationToken ct) =>
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var command = new NpgsqlCommand("SELECT subject, purpose, recorded_at FROM bare_rows WHERE id = $1", connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = id } } };
            await command.PrepareAsync(ct);
            await using var row = await command.ExecuteReaderAsync(ct);
            return await row.ReadAsync(ct) ? Results.Ok(new Row(row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2))) : Results.NotFound();
        });
        app.MapPost("/rows", async (Row body, CancellationToken ct) =>
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var command = new NpgsqlCommand("INSERT INTO bare_rows (subject, purpose, recorded_at) VALUES ($1, $2, $3) RETURNING id", connection)
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = body.Subject }, new NpgsqlParameter<string> { TypedValue = body.Purpose }, new NpgsqlParameter<DateTimeOffset> { TypedValue = body.RecordedAt } },
            };
            await command.PrepareAsync(ct);
            return Results.Ok(new { id = (long)(await command.ExecuteScalarAsync(ct))! });
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        return 0;
    }

    public sealed record Row(string Subject, string Purpose, DateTimeOffset RecordedAt);
}
