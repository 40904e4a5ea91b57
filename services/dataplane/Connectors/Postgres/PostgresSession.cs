using Governance.DataPlane.Classifying;
using Governance.DataPlane.Connectors.Postgres.Erasing;
using Governance.DataPlane.Connectors.Postgres.Exporting;
using Governance.DataPlane.Connectors.Postgres.Preparing;
using Governance.DataPlane.Connectors.Postgres.Scanning;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres;

internal sealed class PostgresSession(NpgsqlDataSource source, NpgsqlConnection connection, StoreLimits limits, Classifier classifier) : IStoreSession
{
    public Task<StoreScan> ScanAsync(CancellationToken ct) =>
        PostgresErrors.GuardAsync(() => new PostgresScanner(connection, limits, classifier).ScanAsync(ct), ct);

    public Task<StorePreparation> PrepareAsync(StoreWork work, CancellationToken ct) =>
        PostgresErrors.GuardAsync(() => new PostgresPreparer(connection, limits).PrepareAsync(work, ct), ct);

    public Task<StoreOutcome> ExportAsync(StoreWork work, IPartSink sink, CancellationToken ct) =>
        PostgresErrors.GuardAsync(() => new PostgresExporter(connection, limits).ExportAsync(work, sink, ct), ct);

    public Task<StoreOutcome> EraseAsync(StoreWork work, IErasureLedger ledger, CancellationToken ct) =>
        PostgresErrors.GuardAsync(() => new PostgresEraser(connection, limits, ledger).EraseAsync(work, ct), ct);

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }
}
