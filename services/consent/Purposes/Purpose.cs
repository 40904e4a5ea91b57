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
            ConsentMode = [.. details.ConsentMode.Select(CodeRules.CodeOf)],
            ProcessingActivityId = details.ProcessingActivityId,
            SaleOrSharing = details.SaleOrSharing,
            DirectMarketing = details.DirectMarketing,
            DoubleOptIn = details.DoubleOptIn,
            EffectiveFrom = now,
            ChangedBy = by,
        });
    }
}

/// <param name="RetentionDays">How long the data are kept for the purpose.</param>
/// <param name="ValidityDays">How long a consent stands before it must be asked for again; null: until withdrawn.</param>
/// <param name="ConsentMode">Signals of Google's Consent Mode that this purpose decides.</param>
/// <param name="ProcessingActivityId">The processing activity of the inventory that it belongs to. It has to be on record there and not to have ended.</param>
/// <param name="SaleOrSharing">Data are sold or shared for it: Global Privacy Control opts out of it.</param>
/// <param name="DirectMarketing">An objection to direct marketing ends it (GDPR Art. 21(2)).</param>
/// <param name="DoubleOptIn">Consent counts only once the person has confirmed it.</param>
internal sealed record PurposeDetails(
    string Name,
    string Description,
    IReadOnlyList<string> DataCategories,
    IReadOnlyList<string> Recipients,
    int RetentionDays,
    int? ValidityDays = null,
    ChildrenRule ChildrenRule = ChildrenRule.None,
    IReadOnlyList<ConsentModeSignal>? ConsentMode = null,
    Guid? ProcessingActivityId = null,
    bool SaleOrSharing = false,
    bool DirectMarketing = false,
    bool DoubleOptIn = false)
{
    public IReadOnlyList<ConsentModeSignal> ConsentMode { get; init; } = ConsentMode ?? [];
}

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

    /// <summary>Codes of <see cref="ConsentModeSignal"/>.</summary>
    public required string[] ConsentMode { get; init; }

    public Guid? ProcessingActivityId { get; init; }

    public required bool SaleOrSharing { get; init; }

    public required bool DirectMarketing { get; init; }

    public required bool DoubleOptIn { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    public required string ChangedBy { get; init; }

    public PurposeDetails Details() => new(
        Name,
        Description,
        DataCategories,
        Recipients,
        RetentionDays,
        ValidityDays,
        ChildrenRule,
        [.. ConsentMode.Select(code => CodeRules.TryParse<ConsentModeSignal>(code, out var signal) ? signal!.Value : throw new InvalidOperationException("An unknown signal is stored."))],
        ProcessingActivityId,
        SaleOrSharing,
        DirectMarketing,
        DoubleOptIn);
}
