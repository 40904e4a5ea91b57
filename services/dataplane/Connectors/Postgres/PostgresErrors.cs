using System.Net.Sockets;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres;

/// <summary>Maps what PostgreSQL and the driver report to codes. Messages and details are dropped: they can quote values.</summary>
internal static class PostgresErrors
{
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is not StoreException && Code(e, ct) is { } code)
        {
            throw new StoreException(code);
        }
    }

    public static string? Code(Exception exception, CancellationToken ct) => exception switch
    {
        PostgresException e => Code(e, ct),
        NpgsqlException { InnerException: TimeoutException } => StoreCodes.Timeout,
        NpgsqlException or SocketException or EndOfStreamException => StoreCodes.Unreachable,
        TimeoutException => StoreCodes.Timeout,
        _ => null,
    };

    private static string? Code(PostgresException e, CancellationToken ct) => e.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled => ct.IsCancellationRequested ? null : StoreCodes.Timeout,
        "28P01" or "28000" => StoreCodes.AuthenticationFailed,
        "3D000" => StoreCodes.DatabaseMissing,
        "42501" => StoreCodes.PermissionDenied,
        "42P01" or "3F000" => StoreCodes.TableMissing,
        "42703" => StoreCodes.ColumnMissing,
        "55P03" => StoreCodes.LockTimeout,
        "40P01" => StoreCodes.Deadlock,
        "40001" => StoreCodes.Conflict,
        "25006" => StoreCodes.ReadOnly,
        "25P03" => StoreCodes.Timeout,
        "53300" or "53400" => "too-many-connections",
        "57P01" or "57P02" or "57P03" or "57P05" => StoreCodes.Unreachable,
        PostgresErrorCodes.NotNullViolation => StoreCodes.NotNull,
        "22001" => StoreCodes.TooLong,
        "P0001" => "refused-by-trigger",
        var s when s.StartsWith("23", StringComparison.Ordinal) && !string.IsNullOrEmpty(e.ConstraintName) => $"constraint:{e.ConstraintName}",
        var s when s.StartsWith("53", StringComparison.Ordinal) => "store-resources",
        var s when s.StartsWith("08", StringComparison.Ordinal) => StoreCodes.Unreachable,
        var s => $"sql-state:{s}",
    };
}
