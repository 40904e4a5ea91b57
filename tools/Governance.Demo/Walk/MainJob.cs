using Governance.Demo.Client;
using Governance.Demo.Company;
using Governance.LocalStack.Stack;
using Npgsql;

namespace Governance.Demo.Walk;

/// <summary>What the main job left behind, for checks.</summary>
public sealed record MainJobOutcome(
    DemoDatabases Databases, SeededPersonalData Seeded, Actors Actors, IReadOnlyList<ConnectedStore> Stores, ConsentOutcome Consent, AccessOutcome Access, ErasureOutcome Erasure, ProofOutcome Proof);

/// <summary>The product's main job on the demo company, end to end through REST: every part can be used by itself.</summary>
public sealed class MainJob(GovernanceStack stack, HttpClient http, Narrator narrator)
{
    public MailFolder Mails { get; } = new(stack.MailFolder);

    public async Task<MainJobOutcome> RunAsync(CancellationToken ct = default)
    {
        narrator.Chapter("A fictional company: Hearth & Harbour, a furniture shop");
        var databases = await SeedAsync(ct);
        var seeded = await SeededPersonalData.ReadAsync(databases, ct);

        narrator.Chapter("Who takes part");
        var actors = await Actors.SignInAsync(stack, http, narrator, ct);

        narrator.Chapter("Connect the databases: scan, look at what was found, confirm the data map");
        var stores = await ConnectAsync(actors, databases, ct);

        narrator.Chapter("Consent: its processing on record, asked for, given, withdrawn");
        var activity = await new ActivityWalk(actors, narrator).RegisterAsync(stores.Single(s => s.Name == databases.Shop.Name), ct);
        var consent = await new ConsentWalk(actors, narrator).RunAsync(DemoPeople.Mara, activity, ct);

        narrator.Chapter("Access: Mara wants to know what the shop holds about her");
        var requests = new SubjectRequests(actors, Mails, narrator);
        var access = await new AccessWalk(actors, requests, Mails, narrator).RunAsync(DemoPeople.Mara, [DemoPeople.Tomas.Email, DemoPeople.Tomas.FullName, DemoPeople.Tomas.Phone], ct);

        narrator.Chapter("Erasure: Mara wants to be forgotten");
        var erasure = await new ErasureWalk(actors, requests, databases, narrator).RunAsync(DemoPeople.Mara, ct);

        narrator.Chapter("Proof: the audit log, checked without trusting it");
        var proof = await new ProofWalk(actors, narrator).RunAsync(erasure.Request.Pseudonym, erasure.Request.Id, erasure.Certificate, ct);
        Keep("package.zip", access.Package.Bytes.Span);
        Keep("certificate.json", erasure.Certificate);
        return new MainJobOutcome(databases, seeded, actors, stores, consent, access, erasure, proof);
    }

    /// <summary>The loyalty programme's profiling is assessed and signed; then its database gets a column, and review falls due.</summary>
    public async Task<AssessmentOutcome> AssessAsync(Actors actors, DemoDatabases databases, IReadOnlyList<ConnectedStore> stores, CancellationToken ct = default)
    {
        narrator.Chapter("Impact assessment: the profiling in the loyalty programme");
        var loyalty = stores.Single(s => s.Name == databases.Loyalty.Name);
        var outcome = await new AssessmentWalk(stack, http, actors, narrator).RunAsync(loyalty, ChangeAsync, ct);
        Keep("assessment.pdf", outcome.Pdf);
        return outcome;

        async Task ChangeAsync()
        {
            await using (var source = NpgsqlDataSource.Create(databases.Loyalty.OwnerConnectionString))
            await using (var command = source.CreateCommand("ALTER TABLE member ADD COLUMN religion text"))
                await command.ExecuteNonQueryAsync(ct);
            var registration = new StoreRegistration(databases.Loyalty.Name, stack.StoreDataStoreSecret(databases.Loyalty.Name, databases.Loyalty.ConnectionString));
            ColumnDecision religion = new("public", "member", "religion", new { category = "user.demographic.religious_belief", masking = new { method = "null" } }, "a religion is special-category data (GDPR Art. 9); erasure empties it");
            await new StoreWalk(actors.Analyst, narrator).ConnectAsync(registration, [], [religion], ct);
        }
    }

    /// <summary>Makes the company's databases anew, in the stack's PostgreSQL.</summary>
    public async Task<DemoDatabases> SeedAsync(CancellationToken ct = default)
    {
        var databases = await DemoCompany.SeedAsync(stack.Postgres.AdminConnectionString, "demo_", ct);
        narrator.Did("seed", $"made the databases {string.Join(", ", databases.All.Select(d => d.Name))} anew: 320 customers and 24 employees, all invented");
        return databases;
    }

    /// <summary>Leaves a file in the stack's folder, for a newcomer to open.</summary>
    private void Keep(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(stack.Folder.PrivateFolder("demo"), name);
        File.WriteAllBytes(path, content);
        narrator.Did("kept to look at", path);
    }

    /// <summary>Hands the credentials to the data plane's folder and confirms a map of each store.</summary>
    public async Task<IReadOnlyList<ConnectedStore>> ConnectAsync(Actors actors, DemoDatabases databases, CancellationToken ct = default)
    {
        var walk = new StoreWalk(actors.Analyst, narrator);
        var stores = new List<ConnectedStore>();
        foreach (var database in databases.All)
        {
            var reference = stack.StoreDataStoreSecret(database.Name, database.ConnectionString);
            stores.Add(await walk.ConnectAsync(new StoreRegistration(database.Name, reference), DemoDecisions.Tables(database.Name), DemoDecisions.Columns(database.Name), ct));
        }

        return stores;
    }
}
