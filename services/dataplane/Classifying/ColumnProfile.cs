namespace Governance.DataPlane.Classifying;

/// <summary>What is known about one column while it is classified. Holds values: lives in memory only.</summary>
/// <param name="TypeName">Short name of the base type, for example <c>varchar</c>, <c>int4</c>.</param>
/// <param name="Siblings">Names of all columns of the table.</param>
/// <param name="Values">Sampled values as text, without nulls.</param>
internal sealed record ColumnProfile(string Table, string Name, string TypeName, IReadOnlyList<string> Siblings, IReadOnlyList<string> Values)
{
    public bool IsText => TypeName is "text" or "varchar" or "bpchar" or "citext" or "name" or "_text" or "_varchar";

    public bool IsNumber => TypeName is "int2" or "int4" or "int8" or "numeric" or "float4" or "float8";

    public bool IsDate => TypeName is "date" or "timestamp" or "timestamptz";

    public bool IsAddress => TypeName is "inet" or "cidr";

    public bool IsJson => TypeName is "json" or "jsonb";
}
