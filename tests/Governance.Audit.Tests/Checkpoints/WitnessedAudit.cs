using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Governance.Audit.Data;
using Governance.Audit.Tests.Service;
using Governance.Contracts;
using Governance.Notes;
using Governance.Testing;
using Governance.Transparency.Tests.Witness;

namespace Governance.Audit.Tests.Checkpoints;

/// <summary>The whole service, watched by two witnesses that are processes of their own; both have to cosign.</summary>
public sealed class WitnessedAudit : IAsyncLifetime
{
    private readonly Fixture _fixture = new();

    internal ServiceFixture<AuditDbContext> Service => _fixture;

    internal TestCheckpoints Checkpoints => _fixture.Checkpoints;

    internal IReadOnlyList<WitnessProcess> Witnesses => _fixture.Witnesses;

    internal RawBroker Broker { get; private set; } = null!;

    internal HttpClient Auditor { get; private set; } = null!;

    internal HttpClient Anyone { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(Witnesses.Select(w => w.StartAsync()));
        await _fixture.InitializeAsync();
        Broker = await RawBroker.ConnectAsync(_fixture.BrokerConnection);
        Auditor = _fixture.Client("auditor-1", Permissions.AuditRead, Permissions.AuditReceipts);
        Anyone = _fixture.Anonymous();
        // The first checkpoint makes an entry of its own; only then does the log stand still between the tests' steps.
        await GrowAsync(1);
        await Eventually.TrueAsync(
            // Not over the API: a search is itself an entry, and tests count on the size.
            async () => await Service.Database.ScalarAsync<long>("SELECT count(*) FROM entries WHERE action = 'CheckpointSeriesStarted'") == 1, "the series has started");
        await CheckpointAsync(await LogSizeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Auditor?.Dispose();
        Anyone?.Dispose();
        if (Broker is not null)
            await Broker.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    internal async Task GrowAsync(int entries, string subject = "sub_grow")
    {
        var before = await LogSizeAsync();
        await Broker.PublishAsync(Enumerable.Range(0, entries).Select(_ => TestEvents.Envelope(TestEvents.Approved(subject))));
        await Eventually.TrueAsync(async () => await LogSizeAsync() >= before + entries, "the log has grown");
    }

    internal Task<long> LogSizeAsync() => _fixture.Database.ScalarAsync<long>("SELECT size FROM log_head");

    /// <summary>The checkpoint handed to anyone, once it covers so many entries.</summary>
    internal async Task<(SignedNote Note, Checkpoint Checkpoint)> CheckpointAsync(long covering)
    {
        (SignedNote, Checkpoint)? found = null;
        await Eventually.TrueAsync(async () =>
        {
            using var answer = await Anyone.GetAsync(new Uri("/checkpoint", UriKind.Relative));
            if (!answer.IsSuccessStatusCode)
                return false;
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.True(SignedNote.TryParse(bytes, out var note), Encoding.UTF8.GetString(bytes));
            Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
            found = (note, checkpoint);
            return checkpoint.Size >= covering;
        }, $"a checkpoint over {covering} entries");
        return found!.Value;
    }

    internal async Task<JsonElement> StatusAsync() => await Auditor.GetFromJsonAsync<JsonElement>("/v1/log/checkpoints");

    private sealed class Fixture : ServiceFixture<AuditDbContext>
    {
        public Fixture()
        {
            Witnesses = [new WitnessProcess(Checkpoints.Key, "witness.example/w1"), new WitnessProcess(Checkpoints.Key, "witness.example/w2")];
            foreach (var witness in Witnesses)
                Checkpoints.AddWitness(witness.Http.BaseAddress!, witness.Key, quorum: 2);
        }

        public TestCheckpoints Checkpoints { get; } = new();

        public IReadOnlyList<WitnessProcess> Witnesses { get; }

        protected override bool WithBroker => true;

        // The tests count on the size of the log: no detector may add to it.
        protected override Task<IReadOnlyDictionary<string, string>> ConfigureAsync() =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(Checkpoints.Settings) { ["Anomalies:Enabled"] = "false" });

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            foreach (var witness in Witnesses)
                witness.Dispose();
            Checkpoints.Dispose();
        }
    }
}
