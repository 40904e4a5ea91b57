using Governance.Audit.Checkpoints;
using Governance.Audit.Proofs;
using Governance.Audit.Tests.Log;
using Governance.Notes;
using Governance.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Audit.Tests.Checkpoints;

/// <summary>Publishes checkpoints of a database, without the service around it.</summary>
internal sealed class TestPublisher : IDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly SigningKeys _keys;
    private readonly CheckpointPublisher _publisher;

    public TestPublisher(TestLog log, TestCheckpoints settings, TimeProvider? clock = null)
    {
        _source = NpgsqlDataSource.Create(log.Database.ConnectionString);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Settings!).Build();
        var bound = new CheckpointOptions();
        configuration.GetSection(CheckpointOptions.Section).Bind(bound);
        var options = Options.Create(bound);
        _keys = new SigningKeys(options);
        var faults = new FaultPoints(configuration);
        Folder = new PublishedFolder(options, _keys, faults);
        _publisher = new CheckpointPublisher(_source, new LogReader(_source), _keys, Folder, faults, clock ?? TimeProvider.System);
    }

    public PublishedFolder Folder { get; }

    public IReadOnlyList<VerifierKey> Keys => _keys.Verifiers;

    public Task<PublishResult> PublishAsync() => _publisher.PublishAsync(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _source.Dispose();
        _keys.Dispose();
    }
}
