using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Scope;

/// <summary>One read-only snapshot in which a plan's rows can be counted and copied. Rolled back at the end.</summary>
internal sealed class ReadingScope : IAsyncDisposable
{
    private static readonly ILookup<int, (int, string)> NoOldColumns = Array.Empty<(int, (int, string))>().ToLookup(x => x.Item1, x => x.Item2);
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private ReadingScope(NpgsqlConnection connection, NpgsqlTransaction transaction, StoreCatalog catalog, PlanCheck check, ScopeSql scope)
    {
        _connection = connection;
        _transaction = transaction;
        Catalog = catalog;
        Check = check;
        Scope = scope;
    }

    public StoreCatalog Catalog { get; }

    public PlanCheck Check { get; }

    public ScopeSql Scope { get; }

    public static async Task<ReadingScope> BeginAsync(NpgsqlConnection connection, StoreWork work, int seconds, CancellationToken ct)
    {
        var catalog = await new CatalogReader(connection).ReadAsync(PlanCheck.Tables(work.Plan), ct);
        var check = new PlanCheck(work.Plan, catalog);
        var usable = work.Plan.Steps.Where(s => check.Usable.Contains(s.Number)).ToArray();
        await MatchSql.BindAsync(connection, usable, catalog, work.Identifiers, ct);

        var graph = new StepGraph(usable);
        var captured = graph.Groups.Where(StepGraph.IsCycle).SelectMany(g => g).Select(s => s.Number).ToHashSet();
        if (captured.Count > 0 && !await connection.ScalarAsync<bool>("SELECT NOT pg_is_in_recovery() AND has_database_privilege(current_database(), 'TEMPORARY')", ct))
        {
            throw new StoreException(StoreCodes.TemporaryTablesDenied);
        }

        var scope = new ScopeSql(work.Plan, catalog, check.Usable, captured);
        await connection.StatementTimeoutAsync(seconds, ct);
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        try
        {
            var capture = new ScopeCapture(connection, work.Plan, scope, graph);
            if (captured.Count > 0)
            {
                await connection.RunAsync("SET TRANSACTION READ WRITE", ct);
                await capture.CreateAsync(NoOldColumns, ct);
            }

            await connection.RunAsync("SET TRANSACTION READ ONLY", ct);
            await capture.FillAsync(NoOldColumns, locking: false, ct);
            return new ReadingScope(connection, transaction, catalog, check, scope);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public Task<long> CountAsync(PlanStep step, CancellationToken ct) =>
        _connection.ScalarAsync<long>($"SELECT count(*) FROM {Sql.Id(step.Table)} a WHERE {Scope.InScope(step, "a")}", ct);

    public Task<long> CountSharedAsync(PlanStep step, CancellationToken ct) =>
        _connection.ScalarAsync<long>($"SELECT count(*) FROM {Sql.Id(step.Table)} a WHERE ({Scope.InScope(step, "a")}) AND ({Scope.IsShared(step, "a")})", ct);

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();
}
