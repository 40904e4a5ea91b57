using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Benchmarks.Messaging;
using Governance.Contracts;
using Governance.ServiceDefaults.Privacy;
using Governance.Testing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Benchmarks.Consent;

/// <summary>A database, a broker and an issuer; consent services and the baseline as processes on them.</summary>
internal sealed class ConsentBench : IAsyncDisposable
{
    public const string Purpose = "newsletter";
    public const string Notice = "privacy";

    private readonly TestBroker _broker;
    private readonly TestIssuer _issuer;
    private readonly string _pseudonymKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly string _encryptionKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly List<IDisposable> _processes = [];

    private ConsentBench(TestDatabase database, TestBroker broker, TestIssuer issuer)
    {
        (Database, _broker, _issuer) = (database, broker, issuer);
        Pseudonyms = new SubjectPseudonymizer(Options.Create(new PseudonymOptions { Key = _pseudonymKey }));
        Token = issuer.Token(
            new()
            {
                ["sub"] = "shop",
                ["actor_type"] = "client",
                ["permissions"] = (string[])[Permissions.ConsentWrite, Permissions.ConsentDecide, Permissions.ConsentRead, Permissions.ConsentGovern, Permissions.PurposesWrite],
            },
            lifetime: TimeSpan.FromHours(12));
    }

    public TestDatabase Database { get; }

    public SubjectPseudonymizer Pseudonyms { get; }

    public string Token { get; }

    public static async Task<ConsentBench> CreateAsync()
    {
        var bench = new ConsentBench(await TestDatabase.CreateAsync(), await TestBroker.CreateAsync(), await TestIssuer.StartAsync());
        await EventQueue.DeclareAsync(bench._broker.ConnectionString);
        return bench;
    }

    public async Task<ConsentProcess> StartAsync(int? histories = null)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Database"] = Database.ConnectionString,
            ["ConnectionStrings:RabbitMq"] = _broker.ConnectionString,
            ["Authentication:Authority"] = _issuer.Url,
            ["Authentication:Audience"] = TestIssuer.Audience,
            ["ServiceClient:ClientId"] = "bench",
            ["ServiceClient:ClientSecret"] = "bench",
            ["Pseudonym:Key"] = _pseudonymKey,
            ["Encryption:Key"] = _encryptionKey,
        };
        if (histories is { } kept)
            settings["DecisionCache:MaxHistories"] = kept.ToString(CultureInfo.InvariantCulture);
        var process = await ConsentProcess.StartAsync(settings, FreePort(), Token);
        _processes.Add(process);
        return process;
    }

    public async Task<Uri> StartBareAsync(int rows)
    {
        await Database.ExecuteAsync("CREATE TABLE bare_rows (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject text NOT NULL, purpose text NOT NULL, recorded_at timestamptz NOT NULL)");
        await GrowBareAsync(rows);
        var port = FreePort();
        _processes.Add(await Child.StartAsync(BareService.Role, Database.ConnectionString, $"{port}"));
        return new Uri($"http://127.0.0.1:{port}");
    }

    public async Task GrowBareAsync(int rows)
    {
        await using var connection = await Database.OpenAsync();
        await using var insert = new NpgsqlCommand($"INSERT INTO bare_rows (subject, purpose, recorded_at) SELECT 'sub_' || md5(i::text), '{Purpose}', now() FROM generate_series(1, {rows}) i", connection) { CommandTimeout = 0 };
        await insert.ExecuteNonQueryAsync();
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE bare_rows", connection) { CommandTimeout = 0 };
        await vacuum.ExecuteNonQueryAsync();
    }

    /// <summary>A purpose that rests on consent, a notice in force about it, and a first person who consents.</summary>
    public static async Task PrepareAsync(HttpClient client)
    {
        await SendAsync(client, "/v1/purposes", new
        {
            code = Purpose,
            legalBasis = "consent",
            details = new { name = "Newsletter", description = "News about our products.", dataCategories = (string[])["contact"], recipients = (string[])["Mail provider"], retentionDays = 730, childrenRule = "none", doubleOptIn = false },
        });
        await SendAsync(client, "/v1/notices", new { code = Notice, title = "Privacy notice" });
        await SendAsync(client, $"/v1/notices/{Notice}/versions", new { change = "material", purposes = (string[])[Purpose], withdrawalMethod = "Link in every message.", texts = new[] { new { language = "en", text = "We send you news." } } });
        await SendAsync(client, "/v1/records", Record(Person(0), "give"));
        if (!(await SendAsync(client, "/v1/decisions", Decide(Person(0)))).GetProperty("allowed").GetBoolean())
            throw new InvalidOperationException("The first person's consent doesn't allow.");
    }

    public static string Person(long number) => $"person{number}@example.org";

    public static object Subject(string person) => new { identifierKind = "email", identifier = person };

    public static object Decide(string person) => new { subject = Subject(person), purpose = Purpose };

    public static object Record(string person, string action) => new
    {
        subject = Subject(person),
        purpose = Purpose,
        action,
        method = "web-form",
        source = "shop-checkout",
        notice = action == "give" ? new { code = Notice, version = 1, language = "en" } : null,
    };

    public static async Task<JsonElement> SendAsync(HttpClient client, string url, object body)
    {
        using var response = await client.PostAsJsonAsync(url, body);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{url}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            process.Dispose();
        await Database.DisposeAsync();
        await _broker.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
