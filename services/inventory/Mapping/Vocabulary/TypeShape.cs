namespace Governance.Inventory.Mapping.Vocabulary;

/// <summary>What can be written into a column, told from the store's type name.</summary>
internal enum TypeShape
{
    Text,
    Integer,
    Decimal,
    Date,
    Timestamp,
    Boolean,
    Uuid,
    Json,
    Array,
    Binary,
    Network,

    /// <summary>Enumerations, domains and what else a store defines itself.</summary>
    Other,
}

internal static class TypeShapes
{
    public static TypeShape Of(string type)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal) || type.Equals("ARRAY", StringComparison.OrdinalIgnoreCase) || type.StartsWith('_'))
            return TypeShape.Array;
        var bracket = type.IndexOf('(', StringComparison.Ordinal);
        var name = (bracket < 0 ? type : type[..bracket]).Trim().ToLowerInvariant();
        return name switch
        {
            "text" or "character varying" or "varchar" or "character" or "char" or "bpchar" or "citext" or "name" => TypeShape.Text,
            "smallint" or "integer" or "bigint" or "int" or "int2" or "int4" or "int8" => TypeShape.Integer,
            "numeric" or "decimal" or "real" or "double precision" or "float4" or "float8" or "money" => TypeShape.Decimal,
            "date" => TypeShape.Date,
            "timestamp" or "timestamptz" or "timestamp without time zone" or "timestamp with time zone" => TypeShape.Timestamp,
            "boolean" or "bool" => TypeShape.Boolean,
            "uuid" => TypeShape.Uuid,
            "json" or "jsonb" => TypeShape.Json,
            "bytea" => TypeShape.Binary,
            "inet" or "cidr" => TypeShape.Network,
            _ => name.StartsWith("timestamp", StringComparison.Ordinal) ? TypeShape.Timestamp : TypeShape.Other,
        };
    }

    /// <summary>Text, or a type of the store's own that may be built on text.</summary>
    public static bool MayHoldText(this TypeShape shape) => shape is TypeShape.Text or TypeShape.Other;
}
