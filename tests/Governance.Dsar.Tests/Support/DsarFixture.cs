using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Governance.Contracts;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Tests.Planning;
using Governance.Messaging;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Governance.Dsar.Tests.Support;

/// <summary>The service over HTTP with its own database, mail folder, package folder and clock; the Chinook map is confirmed.</summary>
public class DsarFixture : ServiceFixture<Program>
{
    private readonly string folder = Directory.CreateTempSubdirectory("dsar-tests-").FullName;

    public TestClock Clock { get; } = new();

    public string MailFolder => Path.Combine(folder, "mail");

    public string PackageFolder => Path.Combine(folder, "packages");

    /// <summary>Overridden where the map comes over the bus.</summary>
    protected virtual bool WithMap => true;

    protected override Task<IReadOnlyDictionary<string, string>> ConfigureAsync() => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>
    {
        ["Mail:PickupDirectory"] = MailFolder,
        ["Packages:Directory"] = PackageFolder,
        ["Packages:PublicBaseUrl"] = "https://privacy.example",
        ["PublicLimits:RequestsPerAddress"] = "100000",
        ["PublicLimits:AttemptsPerAddress"] = "100000",
        ["Services:Inventory"] = "http://127.0.0.1:1",
        ["Controller:Name"] = "Example GmbH",
    });

    protected override void ConfigureServices(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));

    public HttpClient Staff(string who, params string[] permissions) => Client(who, permissions);

    public HttpClient DataPlane() => Client("dataplane", Permissions.DsarFulfil);

    internal async Task<T> InDatabaseAsync<T>(Func<DsarDbContext, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<DsarDbContext>());
    }

    /// <summary>What a consumer would do, in its transaction.</summary>
    internal async Task HandleAsync<TService>(Func<TService, Task> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DsarDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await work(scope.ServiceProvider.GetRequiredService<TService>());
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    internal Task AddMapAsync(DataMap map) => InDatabaseAsync(async db =>
    {
        db.Maps.Add(new() { DataStoreId = map.DataStoreId, Version = map.Version, MapHash = "00", Document = JsonSerializer.Serialize(map, MessageJson.Options), ReceivedAt = Clock.GetUtcNow() });
        return await db.SaveChangesAsync();
    });

    /// <summary>Events of one type about one request, oldest first.</summary>
    public async Task<IReadOnlyList<TEvent>> EventsAsync<TEvent>(Guid requestId)
        where TEvent : IEvent
    {
        var bodies = await InDatabaseAsync(db => db.Database.SqlQuery<string>($"SELECT body AS \"Value\" FROM outbox WHERE message_type = {typeof(TEvent).FullName} ORDER BY id").ToListAsync());
        return [.. bodies.Select(b => JsonSerializer.Deserialize<TEvent>(b, MessageJson.Options)!).Where(e => e.Header.ObjectId == requestId.ToString())];
    }

    public async Task<IReadOnlyList<TCommand>> CommandsAsync<TCommand>()
        where TCommand : ICommand
    {
        var bodies = await InDatabaseAsync(db => db.Database.SqlQuery<string>($"SELECT body AS \"Value\" FROM outbox WHERE message_type = {typeof(TCommand).FullName} ORDER BY id").ToListAsync());
        return [.. bodies.Select(b => JsonSerializer.Deserialize<TCommand>(b, MessageJson.Options)!)];
    }

    /// <summary>Text of the mails to an address, oldest first, once there are as many.</summary>
    public async Task<IReadOnlyList<string>> MailsAsync(string to, int count)
    {
        IReadOnlyList<string> found = [];
        await Eventually.TrueAsync(() => Task.FromResult((found = Mails(to)).Count >= count), $"{count} mails");
        return found;
    }

    public IReadOnlyList<string> Mails(string to) => !Directory.Exists(MailFolder)
        ? []
        : [.. Directory.GetFiles(MailFolder, "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(t => t.Contains($"To: {to}\r\n", StringComparison.Ordinal)).Select(Body)];

    public static string CodeIn(string mail) => Regex.Match(mail, "code: ([A-Z0-9]{8})").Groups[1].Value;

    private static string Body(string eml) => Encoding.UTF8.GetString(Convert.FromBase64String(eml[(eml.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (WithMap)
            await AddMapAsync(ChinookMap.Build(ErasureAction.Delete, ErasureAction.Retain, ErasureAction.None) with { DataStoreName = "shop" });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}

[CollectionDefinition(nameof(DsarCollection))]
public sealed class DsarCollection : ICollectionFixture<DsarFixture>;
