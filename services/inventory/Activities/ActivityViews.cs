using Governance.Inventory.Activities.Rules;

namespace Governance.Inventory.Activities;

/// <param name="Missing">What the record lacks of GDPR Art. 30(1); empty when it is complete.</param>
/// <param name="Flags">What is wrong with it besides.</param>
internal sealed record ActivityView(
    Guid Id, ActivityDetails Details, IReadOnlyList<MissingItem> Missing, IReadOnlyList<ActivityFlag> Flags, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string UpdatedBy,
    DateTimeOffset? EndedAt)
{
    public static ActivityView Of(ProcessingActivity a, Completeness state) => new(a.Id, a.Details, state.Missing, state.Flags, a.Version, a.CreatedAt, a.UpdatedAt, a.UpdatedBy, a.EndedAt);
}

/// <summary>A line of the register.</summary>
/// <param name="MissingLetters">Of GDPR Art. 30(1), each once and in order.</param>
/// <param name="Flags">Codes, each once.</param>
internal sealed record ActivityLine(
    Guid Id, string Name, IReadOnlyList<string> DataUses, LegalBasis? LegalBasis, IReadOnlyList<string> MissingLetters, IReadOnlyList<string> Flags, string? OwnerId, DateOnly? ReviewOn, int Version,
    DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt)
{
    public static ActivityLine Of(ProcessingActivity a, Completeness state) => new(
        a.Id, a.Name, a.Details.DataUses, a.Details.LegalBasis, [.. state.Missing.Select(m => m.Letter).Distinct()], [.. state.Flags.Select(f => f.Code).Distinct()], a.Details.OwnerId,
        a.Details.ReviewOn, a.Version, a.UpdatedAt, a.EndedAt);
}

/// <param name="Hash">SHA-256 of the version's document, hex; the audit log holds it too.</param>
internal sealed record ActivityVersionView(int Version, string Hash, bool Ended, string ChangedBy, DateTimeOffset ChangedAt);
