namespace Governance.Audit.Retention;

/// <summary>Keeps the payloads of some months from being dropped or erased until it is released.</summary>
internal sealed class RetentionHold
{
    private RetentionHold()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>First day of the month.</summary>
    public required DateOnly FirstMonth { get; init; }

    /// <summary>First day of the month, which is held too.</summary>
    public required DateOnly LastMonth { get; init; }

    /// <summary>A code, for example <c>litigation-2031-7</c>.</summary>
    public required string Reason { get; init; }

    public required string PlacedBy { get; init; }

    public DateTimeOffset PlacedAt { get; private init; }

    public string? ReleasedBy { get; private set; }

    public DateTimeOffset? ReleasedAt { get; private set; }

    public static RetentionHold Place(DateOnly first, DateOnly last, string reason, string by, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), FirstMonth = first, LastMonth = last, Reason = reason, PlacedBy = by, PlacedAt = now };

    /// <returns>False when it was released before.</returns>
    public bool Release(string by, DateTimeOffset now)
    {
        if (ReleasedAt is not null)
            return false;
        (ReleasedBy, ReleasedAt) = (by, now);
        return true;
    }
}
