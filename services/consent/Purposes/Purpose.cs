namespace Governance.Consent.Purposes;

internal enum ChildrenRule
{
    /// <summary>Not offered to children.</summary>
    None,

    /// <summary>Offered directly to children: below the age of consent a guardian authorises (GDPR Art. 8).</summary>
    AgeOfConsent,
}

/// <summary>What data are used for. Its legal basis never changes: another basis is another purpose (EDPB Guidelines 05/2020, 121-123).</summary>
internal sealed class Purpose
{
    private Purpose()
    {
    }

    public Guid Id { get; private set; }

    public string Code { get; private set; } = null!;

    public LegalBasis LegalBasis { get; private set; }

    public DateTimeOffset DefinedAt { get; private set; }

    /// <summary>Number of the version in force.</summary>
    public int Version { get; private set; }

    public List<PurposeVersion> Versions { get; } = [];

    public PurposeVersion Current => Versions.Single(v => v.Number == Version);

    public static Purpose Define(string code, LegalBasis basis, PurposeDetails details, string by, DateTimeOffset now)
    {
        var purpose = new Purpose { Id = Guid.CreateVersion7(now), Code = code, LegalBasis = basis, DefinedAt = now };
        purpose.Change(details, by, now);
        return purpose;
    }

    public void Change(PurposeDetails details, string by, DateTimeOffset now)
    {
        Version++;
        Versions.Add(new PurposeVersion
        {
            PurposeId = Id,
            Number = Version,
            Name = details.Name,
            Description = details.Description,
            DataCategories = [.. details.DataCategories],
            Recipients = [.. details.Recipients],
            RetentionDays = details.RetentionDays,
            ValidityDays = details.ValidityDays,
            ChildrenRule = details.ChildrenRule,
            EffectiveFrom = now,
            ChangedBy = by,
        });
    }
}

/// <param name="RetentionDays">How long the data are kept for the purpose.</param>
/// <param name="ValidityDays">How long a consent stands before it must be asked for again; null: until withdrawn.</param>
internal sealed record PurposeDetails(
    string Name,
    string Description,
    IReadOnlyList<string> DataCategories,
    IReadOnlyList<string> Recipients,
    int RetentionDays,
    int? ValidityDays = null,
    ChildrenRule ChildrenRule = ChildrenRule.None);

/// <summary>What a purpose said from a time on. Append-only.</summary>
internal sealed class PurposeVersion
{
    public required Guid PurposeId { get; init; }

    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string[] DataCategories { get; init; }

    public required string[] Recipients { get; init; }

    public required int RetentionDays { get; init; }

    public int? ValidityDays { get; init; }

    public required ChildrenRule ChildrenRule { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    public required string ChangedBy { get; init; }
}
