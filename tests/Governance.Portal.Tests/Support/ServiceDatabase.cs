using Npgsql;

namespace Governance.Portal.Tests.Support;

/// <summary>A service's own database, for what no page can bring about at a chosen moment.</summary>
internal static class ServiceDatabase
{
    public static async Task<int> ExecuteAsync(PortalStack stack, string service, string sql, params (string Name, object Value)[] values)
    {
        await using var source = NpgsqlDataSource.Create(await stack.Stack.DatabaseOfAsync(service));
        await using var command = source.CreateCommand(sql);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ReadAsync<T>(PortalStack stack, string service, string sql)
    {
        await using var source = NpgsqlDataSource.Create(await stack.Stack.DatabaseOfAsync(service));
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
