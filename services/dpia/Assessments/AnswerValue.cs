namespace Governance.Dpia.Assessments;

/// <summary>An answer; which member is set follows the question's kind. Nothing set: unanswered.</summary>
/// <param name="Choices">Codes of the choices taken.</param>
/// <param name="Rows">Of a table: column code → text.</param>
/// <param name="Inventory">Things of the inventory.</param>
internal sealed record AnswerValue(
    string? Text = null,
    IReadOnlyList<string>? Choices = null,
    IReadOnlyList<string>? List = null,
    int? Gauge = null,
    IReadOnlyList<IReadOnlyDictionary<string, string>>? Rows = null,
    IReadOnlyList<InventoryReference>? Inventory = null)
{
    public static AnswerValue Empty { get; } = new();

    public bool IsEmpty =>
        string.IsNullOrWhiteSpace(Text) && Choices is not { Count: > 0 } && List is not { Count: > 0 } && Gauge is null && Rows is not { Count: > 0 } && Inventory is not { Count: > 0 };
}

/// <summary>A data store, a table or a column of it.</summary>
internal sealed record InventoryReference(Guid DataStoreId, string? Schema = null, string? Table = null, string? Column = null)
{
    public override string ToString() => string.Join('.', new[] { Schema, Table, Column }.Where(p => p is not null));
}
