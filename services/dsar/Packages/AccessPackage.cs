namespace Governance.Dsar.Packages;

internal enum PackageState
{
    /// <summary>Parts come in.</summary>
    Collecting,
    Ready,

    /// <summary>Delivered in full once.</summary>
    Delivered,
    Deleted,
}

/// <summary>The copy of a person's data, from its parts to its deletion. Parts and file are encrypted with its own key.</summary>
internal sealed class AccessPackage
{
    private AccessPackage()
    {
    }

    public Guid Id { get; private set; }

    public Guid RequestId { get; private set; }

    public Guid PlanId { get; private set; }

    public PackageState State { get; private set; }

    public byte[]? WrappedKey { get; private set; }

    /// <summary>Name of the assembled file in the packages' folder.</summary>
    public string? FileName { get; private set; }

    /// <summary>SHA-256 of the ZIP, hex.</summary>
    public string? PackageHash { get; private set; }

    public long Bytes { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Stores whose rows are in the assembled file.</summary>
    public int Stores { get; private set; }

    public byte[]? SecretHash { get; private set; }

    public int WrongSecrets { get; private set; }

    public DateTimeOffset? ReadyAt { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    public static AccessPackage Collect(Guid id, Guid requestId, Guid planId, byte[] wrappedKey) =>
        new() { Id = id, RequestId = requestId, PlanId = planId, WrappedKey = wrappedKey };

    public void Assembled(AssembledFile file, int stores, byte[] secretHash, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        (State, FileName, PackageHash, Bytes, Rows) = (PackageState.Ready, file.Name, file.Hash, file.Bytes, file.Rows);
        (Stores, SecretHash, WrongSecrets, ReadyAt, ExpiresAt, DeliveredAt) = (stores, secretHash, 0, now, expiresAt, null);
    }

    public void CountWrongSecret() => WrongSecrets++;

    public void Delivered(DateTimeOffset now) => (State, DeliveredAt) = (PackageState.Delivered, now);

    public void Delete() => (State, WrappedKey, SecretHash) = (PackageState.Deleted, null, null);
}

/// <param name="Bytes">Of the ZIP before encryption.</param>
internal sealed record AssembledFile(string Name, string Hash, long Bytes, long Rows);

/// <summary>One step's exported rows, encrypted, as the data plane handed them in.</summary>
internal sealed class PackagePart
{
    public required Guid PackageId { get; init; }

    public required Guid DataStoreId { get; init; }

    public required int Step { get; init; }

    public required string FileName { get; set; }

    public required long Bytes { get; set; }

    public required DateTimeOffset ReceivedAt { get; set; }
}
