using System.Security.Cryptography;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Masking;

/// <summary>The maskers of a plan's steps, made for the columns as they are in the store now.</summary>
internal sealed class StepMasks
{
    private const int HashBlock = 64;
    private readonly Dictionary<int, IReadOnlyList<ColumnMasker>> _byStep;

    public StepMasks(IEnumerable<PlanStep> steps, StoreCatalog catalog)
    {
        _byStep = steps.ToDictionary(s => s.Number, s => Maskers(s, catalog));
    }

    public IReadOnlyList<ColumnMasker> Of(PlanStep step) => _byStep.GetValueOrDefault(step.Number) ?? [];

    public ILookup<int, (int Mask, string Column)> OldColumns() => _byStep
        .SelectMany(s => s.Value.Where(m => m.NeedsOldValue).Select(m => (Step: s.Key, Old: (m.Mask, m.Column.Name))))
        .ToLookup(m => m.Step, m => m.Old);

    /// <summary>HMAC-SHA256 is composed in SQL from two rounds of sha256; only the padded keys travel, as parameters.</summary>
    public async Task BindAsync(NpgsqlConnection connection, byte[] key, CancellationToken ct)
    {
        var block = new byte[HashBlock];
        (key.Length > HashBlock ? SHA256.HashData(key) : key).CopyTo(block, 0);
        await connection.SetAsync($"governance.{ColumnMasker.InnerPad}", Pad(block, 0x36), ct);
        await connection.SetAsync($"governance.{ColumnMasker.OuterPad}", Pad(block, 0x5c), ct);
        foreach (var masker in _byStep.Values.SelectMany(m => m).Where(m => m.Constant is not null))
        {
            await connection.SetAsync($"governance.{masker.ConstantSetting}", masker.Constant!, ct);
        }
    }

    private static IReadOnlyList<ColumnMasker> Maskers(PlanStep step, StoreCatalog catalog) =>
        step.Action is not (StepAction.Mask or StepAction.Retain)
            ? []
            : [.. step.Masks.Select((mask, i) => catalog.Column(step.Table, mask.ColumnName) is { } column ? new ColumnMasker(step.Number, i, mask, column, IsEmail(step, mask)) : null).OfType<ColumnMasker>()];

    private static bool IsEmail(PlanStep step, ColumnMask mask) =>
        step.Columns.Any(c => c.Name == mask.ColumnName && c.Category is { } category && category.EndsWith(".email", StringComparison.Ordinal));

    private static string Pad(byte[] block, byte with) => Convert.ToHexStringLower([.. block.Select(b => (byte)(b ^ with))]);
}
