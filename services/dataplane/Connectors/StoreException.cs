namespace Governance.DataPlane.Connectors;

/// <summary>
/// A failure at a customer's store, reduced to a code. The store's own message can quote a person's values, so it is neither
/// kept nor chained as an inner exception.
/// </summary>
internal sealed class StoreException(string code) : Exception(code)
{
    public string Code { get; } = code;
}

internal static class StoreCodes
{
    public const string Unreachable = "unreachable";
    public const string AuthenticationFailed = "authentication-failed";
    public const string SecretNotFound = "secret-not-found";
    public const string SecretUnsupported = "secret-scheme-unsupported";
    public const string SecretInvalid = "secret-invalid";
    public const string DatabaseMissing = "database-missing";
    public const string UnsupportedVersion = "unsupported-version";
    public const string PermissionDenied = "permission-denied";
    public const string TableMissing = "table-missing";
    public const string ColumnMissing = "column-missing";
    public const string ColumnAdded = "column-added";
    public const string Timeout = "timeout";
    public const string LockTimeout = "lock-timeout";
    public const string Deadlock = "deadlock";
    public const string Conflict = "conflict";
    public const string Busy = "busy";
    public const string ReadOnly = "read-only";
    public const string Residual = "residual";
    public const string Cascade = "cascade";
    public const string Restrict = "restrict";
    public const string NotNull = "not-null";
    public const string TooLong = "too-long";
    public const string TypeMismatch = "type-mismatch";
    public const string Generated = "generated";
    public const string ForeignKey = "foreign-key";
    public const string Unique = "unique";
    public const string MaterializedView = "materialized-view";
    public const string CheckConstraint = "check-constraint";
    public const string DependsOnGap = "depends-on-gap";
    public const string HeldBack = "held-back";
    public const string TemporaryTablesDenied = "temporary-tables-denied";
    public const string TooManyIdentifiers = "too-many-identifiers";
    public const string UnsupportedKind = "unsupported-kind";

    /// <summary>Codes that time or an operator can cure, so that trying again makes sense.</summary>
    private static readonly HashSet<string> Retryable = new(StringComparer.Ordinal)
    {
        Unreachable, AuthenticationFailed, SecretNotFound, DatabaseMissing, PermissionDenied, Timeout, LockTimeout, Deadlock,
        Conflict, Busy, ReadOnly, Residual, DependsOnGap, HeldBack, TemporaryTablesDenied, "too-many-connections", "store-resources",
    };

    public static bool CanRetry(string code) => Retryable.Contains(code);
}
