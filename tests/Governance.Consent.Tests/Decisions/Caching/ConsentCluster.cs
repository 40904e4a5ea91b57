using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using Governance.Consent.Data;
using Governance.Contracts;
using Governance.Testing;

namespace Governance.Consent.Tests.Decisions.Caching;

/// <summary>Consent services as processes of their own, on one database.</summary>
public class ConsentCluster : IAsyncLifetime
{
    private readonly string _pseudonymKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly string _encryptionKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly List<Instance> _instances = [];

    public TestIssuer Issuer { get; private set; } = null!;

    public TestDatabase Database { get; private set; } = null!;

    /// <summary>Three (unless told otherwise) that nothing happens to.</summary>
    public IReadOnlyList<Instance> Sound => _instances;

    protected virtual int SoundInstances => 3;

    /// <summary>amqp URI; nobody listens there unless told otherwise.</summary>
    protected virtual string Broker => "amqp://nobody:nothing@127.0.0.1:1/";

    /// <summary>More configuration, key → value.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>();

    public virtual async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        Database = await TestDatabase.CreateAsync();
        while (_instances.Count < SoundInstances)
            _instances.Add(await StartAsync());
    }

    /// <param name="faultPoint">Where it kills itself, once.</param>
    public async Task<Instance> StartAsync(string? database = null, string? faultPoint = null, string? marker = null)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [typeof(ConsentDbContext).Assembly.Location]) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["ConnectionStrings__Database"] = database ?? Database.ConnectionString;
        start.Environment["ConnectionStrings__RabbitMq"] = Broker;
        start.Environment["Authentication__Authority"] = Issuer.Url;
        start.Environment["Authentication__Audience"] = TestIssuer.Audience;
        start.Environment["ServiceClient__ClientId"] = "test";
        start.Environment["ServiceClient__ClientSecret"] = "test";
        start.Environment["Pseudonym__Key"] = _pseudonymKey;
        start.Environment["Encryption__Key"] = _encryptionKey;
        start.Environment["FaultPoint__Name"] = faultPoint;
        start.Environment["FaultPoint__Marker"] = marker;
        foreach (var (key, value) in Settings)
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Token("shop", [Permissions.ConsentWrite, Permissions.ConsentDecide, Permissions.ConsentRead, Permissions.ConsentGovern, Permissions.PurposesWrite, Permissions.RecipientsWrite]));
        var instance = new Instance(process, client);
        try
        {
            await Eventually.TrueAsync(async () => await IsReadyAsync(client), "the instance answers", TimeSpan.FromMinutes(2));
            return instance;
        }
        catch (TimeoutException)
        {
            instance.Dispose();
            throw;
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            instance.Dispose();
        await Database.DisposeAsync();
        await Issuer.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("/v1/purposes?limit=1");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

public sealed class Instance(Process process, HttpClient client) : IDisposable
{
    public HttpClient Client => client;

    public void Kill() => process.Kill();

    public Task EndedAsync(CancellationToken ct) => process.WaitForExitAsync(ct);

    public void Pause() => Signal("-STOP");

    public void Resume() => Signal("-CONT");

    public void Dispose()
    {
        client.Dispose();
        if (!process.HasExited)
        {
            Resume();
            process.Kill();
            process.WaitForExit();
        }
        process.Dispose();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        kill.WaitForExit();
    }
}
