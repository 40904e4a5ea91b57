namespace Governance.Inventory.Activities;

/// <summary>
/// What the record of a processing activity says (GDPR Art. 30(1), letter in brackets) and what belongs beside it. Nothing here names a person: contacts are
/// functional addresses, such as privacy@company.example, and the owner is a user's id. What is left out is unfinished, not refused: <see cref="Rules.Completeness"/> names it.
/// </summary>
/// <param name="Purposes">(b) What it is done for, in words.</param>
/// <param name="DataUses">(b) The same as Fideslang data uses, for example <c>marketing.communications.email</c>.</param>
/// <param name="LegalBasis">GDPR Art. 6(1).</param>
/// <param name="SpecialCategoryCondition">GDPR Art. 9(2), where special categories of data are among <paramref name="DataCategories"/>.</param>
/// <param name="Controller">(a) Left out: the organisation's own, as the service is set up.</param>
/// <param name="Representative">(a) In the Union, of a controller outside of it (GDPR Art. 27).</param>
/// <param name="DataProtectionOfficer">(a) Left out: the organisation's own, as the service is set up.</param>
/// <param name="NoDataProtectionOfficer">(a) None has to be designated (GDPR Art. 37).</param>
/// <param name="SubjectCategories">(c) Fideslang data subjects, for example <c>customer</c>.</param>
/// <param name="DataCategories">(c) Fideslang data categories, for example <c>user.contact.email</c>.</param>
/// <param name="Recipients">(d) Categories of recipients. Null: nobody has said; empty: there are none.</param>
/// <param name="Transfers">(e) To third countries. Null: nobody has said; empty: there are none.</param>
/// <param name="ErasureLimits">(f) When which data are erased.</param>
/// <param name="SecurityMeasures">(g) Technical and organisational (GDPR Art. 32(1)).</param>
/// <param name="OwnerId">User id of who answers for it. Left out: the caller.</param>
/// <param name="DataStoreIds">Of the inventory.</param>
/// <param name="AssessmentId">The impact assessment about it.</param>
internal sealed record ActivityDetails(
    string Name,
    string? Purposes = null,
    IReadOnlyList<string>? DataUses = null,
    LegalBasis? LegalBasis = null,
    SpecialCategoryCondition? SpecialCategoryCondition = null,
    Party? Controller = null,
    IReadOnlyList<Party>? JointControllers = null,
    Party? Representative = null,
    Party? DataProtectionOfficer = null,
    bool NoDataProtectionOfficer = false,
    IReadOnlyList<string>? SubjectCategories = null,
    IReadOnlyList<string>? DataCategories = null,
    IReadOnlyList<string>? Recipients = null,
    IReadOnlyList<Transfer>? Transfers = null,
    string? ErasureLimits = null,
    string? SecurityMeasures = null,
    string? OwnerId = null,
    DateOnly? ReviewOn = null,
    IReadOnlyList<Guid>? DataStoreIds = null,
    Guid? AssessmentId = null)
{
    public IReadOnlyList<string> DataUses { get; init; } = DataUses ?? [];

    public IReadOnlyList<Party> JointControllers { get; init; } = JointControllers ?? [];

    public IReadOnlyList<string> SubjectCategories { get; init; } = SubjectCategories ?? [];

    public IReadOnlyList<string> DataCategories { get; init; } = DataCategories ?? [];

    public IReadOnlyList<Guid> DataStoreIds { get; init; } = DataStoreIds ?? [];

    /// <summary>With the organisation's own contacts and the caller where nobody else is named.</summary>
    public ActivityDetails Completed(ActivityOptions options, string caller) => this with
    {
        Name = Name.Trim(),
        Controller = Controller ?? options.Controller,
        DataProtectionOfficer = NoDataProtectionOfficer ? null : DataProtectionOfficer ?? options.DataProtectionOfficer,
        OwnerId = string.IsNullOrWhiteSpace(OwnerId) ? caller : OwnerId,
    };
}

/// <summary>An organisation or a function of it.</summary>
/// <param name="Contact">A functional address: mailbox, postal address, page.</param>
internal sealed record Party(string Name, string Contact);

/// <summary>GDPR Art. 6(1)(a) to (f).</summary>
internal enum LegalBasis
{
    Consent,
    Contract,
    LegalObligation,
    VitalInterest,
    PublicTask,
    LegitimateInterest,
}

/// <summary>GDPR Art. 9(2)(a) to (j).</summary>
internal enum SpecialCategoryCondition
{
    ExplicitConsent,
    EmploymentAndSocialSecurity,
    VitalInterests,
    NonProfitBody,
    MadePublicByTheSubject,
    LegalClaims,
    SubstantialPublicInterest,
    HealthOrSocialCare,
    PublicHealth,
    ArchivingResearchOrStatistics,
}
