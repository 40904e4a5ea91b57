using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Governance.DataPlane.Connectors.Postgres.Scope;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Exporting;

/// <summary>Streams each step with COPY, all of one snapshot. Nothing is held in memory but one buffer.</summary>
internal sealed class PostgresExporter(NpgsqlConnection connection, StoreLimits limits)
{
    private const int BufferSize = 128 * 1024;

    public async Task<StoreOutcome> ExportAsync(StoreWork work, IPartSink sink, CancellationToken ct)
    {
        await using var reading = await ReadingScope.BeginAsync(connection, work, limits.ExportSeconds, ct);
        var done = new List<StepCount>();
        foreach (var step in work.Plan.Steps.Where(s => reading.Check.Usable.Contains(s.Number)))
        {
            var rows = 0L;
            await sink.PutAsync(step, async (target, token) => rows = await CopyAsync(reading, step, target, token), ct);
            var shared = step.SharedBy.Count == 0 ? 0 : await reading.CountSharedAsync(step, ct);
            done.Add(new StepCount(step.Number, rows, shared));
        }

        return new StoreOutcome(done, [.. reading.Check.Gaps]);
    }

    private async Task<long> CopyAsync(ReadingScope reading, PlanStep step, Stream target, CancellationToken ct)
    {
        // COPY text is read as bytes below the driver's own text reader: decoding and encoding again would only cost time.
        using var reader = await connection.BeginTextExportAsync($"COPY ({Select(reading, step)}) TO STDOUT", ct);
        var source = ((StreamReader)reader).BaseStream;
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        var rows = 0L;
        try
        {
            // Each read gives one row: rows are gathered, or every one would be a write of its own.
            int filled;
            while ((filled = await source.ReadAtLeastAsync(buffer.AsMemory(0, BufferSize), BufferSize, throwOnEndOfStream: false, ct)) > 0)
            {
                rows += buffer.AsSpan(0, filled).Count((byte)'\n');
                await target.WriteAsync(buffer.AsMemory(0, filled), ct);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return rows;
    }

    // A column dropped since the plan was made is sent as null, so that positions stay those of the plan.
    private static string Select(ReadingScope reading, PlanStep step)
    {
        var table = reading.Scope.Table(step);
        var columns = step.Columns.Select(c => table.Column(c.Name) is null ? "NULL" : Sql.Column("a", c.Name));
        return $"SELECT {string.Join(", ", columns)} FROM {Sql.Id(step.Table)} a WHERE {reading.Scope.InScope(step, "a")}";
    }
}
