using Governance.Audit.Data;
using Governance.Audit.Tests.Checkpoints;
using Governance.Testing;

namespace Governance.Audit.Tests.Anomalies;

/// <summary>The service with its database, watching its log. Without a broker: what it raises stays in the outbox.</summary>
public sealed class WatchingAudit : IAsyncLifetime
{
    private readonly Fixture _fixture = new();

    internal ServiceFixture<AuditDbContext> Service => _fixture;

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    private sealed class Fixture : ServiceFixture<AuditDbContext>
    {
        private readonly TestCheckpoints _checkpoints = new();

        protected override Task<IReadOnlyDictionary<string, string>> ConfigureAsync() =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(_checkpoints.Settings) { ["Anomalies:PauseMilliseconds"] = "50" });

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _checkpoints.Dispose();
        }
    }
}
