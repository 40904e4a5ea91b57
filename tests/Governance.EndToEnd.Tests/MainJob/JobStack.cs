using Governance.Demo.Client;
using Governance.Demo.Walk;
using Governance.LocalStack.Stack;
using Npgsql;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>Every service as a process, with staff and product team signed in; the data of all tests of the collection live in its PostgreSQL.</summary>
public sealed class JobStack : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("governance-job-").FullName;

    public GovernanceStack Stack { get; private set; } = null!;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    internal MessageTap Tap { get; private set; } = null!;

    internal MailFolder Mails => new(Stack.MailFolder);

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_001_001);
        Stack = await GovernanceStack.StartAsync(new StackOptions(Path.Combine(_folder, "run"))
        {
            Customise = (service, environment) =>
            {
                // A dead worker's job is taken over sooner, so that the tests need not wait for it.
                if (service == "dataplane")
                    environment["Jobs__LeaseSeconds"] = "3";
            },
        });
        Tap = await MessageTap.OpenAsync(Stack.RabbitMq);
    }

    /// <summary>Signs everybody in anew: access tokens are short-lived.</summary>
    internal Task<Actors> ActorsAsync() => Actors.SignInAsync(Stack, Http, Narrator.Silent);

    /// <summary>Makes a database in the stack's PostgreSQL and returns the administrator's connection string.</summary>
    internal async Task<string> CreateDatabaseAsync(string name)
    {
        await using var source = NpgsqlDataSource.Create(Stack.Postgres.AdminConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE \"{name}\"");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(Stack.Postgres.AdminConnectionString) { Database = name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (Stack is not null)
        {
            if (Tap is not null)
                await Tap.DisposeAsync();
            await Stack.DisposeAsync();
            Stack.Folder.Delete();
        }
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class JobCollection : ICollectionFixture<JobStack>
{
    public const string Name = "main job";
}
