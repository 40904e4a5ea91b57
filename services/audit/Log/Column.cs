using Npgsql;
using NpgsqlTypes;

namespace Governance.Audit.Log;

/// <summary>A column of a table that is written by COPY and compared by verification.</summary>
internal sealed record Column<TRow>(string Name, NpgsqlDbType Type, Func<TRow, object?> Value);

internal static class Copy
{
    /// <summary>Adds the rows in one COPY.</summary>
    public static async Task RowsAsync<TRow>(NpgsqlConnection connection, string table, IReadOnlyList<Column<TRow>> columns, IEnumerable<TRow> rows, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({Names(columns)}) FROM STDIN (FORMAT BINARY)", ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            foreach (var column in columns)
            {
                if (column.Value(row) is { } value)
                    await copy.WriteAsync(value, column.Type, ct);
                else
                    await copy.WriteNullAsync(ct);
            }
        }

        await copy.CompleteAsync(ct);
    }

    public static string Names<TRow>(IReadOnlyList<Column<TRow>> columns) => string.Join(", ", columns.Select(c => c.Name));
}
