using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Npgsql;

namespace Governance.DataPlane.Tests.Support;

/// <summary>Writes store plans as the planner would, with little ceremony. Columns and keys are read from the database.</summary>
internal sealed class PlanBuilder(PlanPurpose purpose)
{
    private readonly List<PlanStep> _steps = [];
    private readonly List<Detachment> _detachments = [];
    private IReadOnlyList<IReadOnlyList<int>>? _order;

    public static PlanBuilder Export => new(PlanPurpose.Export);

    public static PlanBuilder Erase => new(PlanPurpose.Erase);

    public PlanBuilder Subject(string table, StepAction action, params (string Column, string Kind)[] match) =>
        Add(table, StepRole.Subject, action, s => s with { Match = [.. match.Select(m => new IdentifierMatch(m.Column, m.Kind, m.Kind == "email"))] });

    /// <param name="joins"><c>here = step.there</c>, columns separated by commas.</param>
    public PlanBuilder Child(string table, StepAction action, params (string Here, int Step, string There)[] joins) => Add(table, StepRole.Child, action, s => s with { Via = Joins(joins) });

    public PlanBuilder Parent(string table, StepAction action, params (string Here, int Step, string There)[] joins) => Add(table, StepRole.Parent, action, s => s with { Via = Joins(joins) });

    public PlanBuilder With(Func<PlanStep, PlanStep> change)
    {
        _steps[^1] = change(_steps[^1]);
        return this;
    }

    public PlanBuilder Via(params (string Here, int Step, string There)[] joins) => With(s => s with { Via = [.. s.Via, .. Joins(joins)] });

    public PlanBuilder OwnedBy(string here, int step, string there, string other) =>
        With(s => s with { Owners = [.. s.Owners, new ReferenceJoin(Name(other), step, here.Split(','), there.Split(','), "owner")] });

    public PlanBuilder SharedBy(string here, string other, string there, int? step) =>
        With(s => s with { SharedBy = [.. s.SharedBy, new ReferenceJoin(Name(other), step, here.Split(','), there.Split(','), "sharer")] });

    public PlanBuilder Mask(string column, MaskingMethod method, string? value = null) =>
        With(s => s with { Masks = [.. s.Masks, new ColumnMask(column, "", null, true, new Masking(method, value))] });

    public PlanBuilder Identifies(string column, string kind) =>
        With(s => s with { Columns = [.. s.Columns.Append(new PlanColumn(column, "", null, kind, false))] });

    public PlanBuilder Categorised(string column, string category) =>
        With(s => s with { Columns = [.. s.Columns.Append(new PlanColumn(column, "", category, null, false))] });

    public PlanBuilder Detach(int step, string table, string columns, string there)
    {
        _detachments.Add(new Detachment(step, Name(table), columns.Split(','), there.Split(','), "detached"));
        return this;
    }

    public PlanBuilder Order(params int[][] order)
    {
        _order = order;
        return this;
    }

    /// <summary>Fills in columns and keys of the real tables.</summary>
    public async Task<StorePlan> ForAsync(TestStore store)
    {
        await using var connection = await store.ConnectAsync();
        for (var i = 0; i < _steps.Count; i++)
        {
            _steps[i] = await CompleteAsync(connection, _steps[i]);
        }

        return new StorePlan(
            Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), 1, "postgresql", "env:NONE", purpose, _steps,
            _order ?? [.. _steps.Select(s => s.Number).Reverse().Select(n => new[] { n })], _detachments);
    }

    private PlanBuilder Add(string table, StepRole role, StepAction action, Func<PlanStep, PlanStep> change)
    {
        _steps.Add(change(new PlanStep(_steps.Count + 1, Name(table), role, [], [], [], [], [], [], action, [], null)));
        return this;
    }

    private static async Task<PlanStep> CompleteAsync(NpgsqlConnection connection, PlanStep step)
    {
        var columns = await ListAsync(connection, "SELECT column_name, data_type, is_generated FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position", step.Table);
        var keys = await ListAsync(
            connection,
            """
            SELECT a.attname, '', '' FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
            WHERE i.indisprimary AND n.nspname = $1 AND c.relname = $2 ORDER BY array_position(i.indkey::int2[], a.attnum)
            """,
            step.Table);
        return step with
        {
            KeyColumns = [.. keys.Select(k => k.Name)],
            Columns = [.. columns.Select(c => Known(step, c.Name) with { Type = c.Type, Generated = c.Generated == "ALWAYS" })],
        };
    }

    private static PlanColumn Known(PlanStep step, string name) => step.Columns.FirstOrDefault(c => c.Name == name) ?? new PlanColumn(name, "", null, null, false);

    private static async Task<List<(string Name, string Type, string Generated)>> ListAsync(NpgsqlConnection connection, string sql, TableName table)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = table.Schema }, new() { Value = table.Table } } };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string, string)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return rows;
    }

    private static StepJoin[] Joins((string Here, int Step, string There)[] joins) =>
        [.. joins.Select(j => new StepJoin(j.Step, j.Here.Split(','), j.There.Split(','), "reference"))];

    private static TableName Name(string table) => table.Split('.', 2) is [var schema, var name] && !table.Contains(' ', StringComparison.Ordinal)
        ? new TableName(schema, name)
        : new TableName("public", table);
}
