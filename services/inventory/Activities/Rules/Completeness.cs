using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Activities.Rules;

/// <summary>An item of the record that nobody has filled in.</summary>
/// <param name="Letter">Of GDPR Art. 30(1): <c>a</c> to <c>g</c>.</param>
/// <param name="Field">Which field of the details it is.</param>
internal sealed record MissingItem(string Letter, string Field, string Text);

/// <summary>Something that can't stay as it is, though the record is complete without it.</summary>
/// <param name="Code"><c>legal-basis-missing</c>, <c>special-category-without-condition</c>, <c>transfer-blocked</c> or <c>review-overdue</c>.</param>
/// <param name="Article">Of the GDPR; null where none asks for it.</param>
/// <param name="Field">For example <c>transfers[0]</c>.</param>
internal sealed record ActivityFlag(string Code, string? Article, string Field, string Text);

/// <summary>What a record lacks of GDPR Art. 30(1)(a) to (g), and what is wrong with it besides.</summary>
internal sealed record Completeness(IReadOnlyList<MissingItem> Missing, IReadOnlyList<ActivityFlag> Flags)
{
    public bool IsComplete => Missing.Count == 0;

    public static Completeness Of(ActivityDetails details, ActivityOptions options, DateOnly today) => new([.. Lacks(details)], [.. Wrong(details, options, today)]);

    private static IEnumerable<MissingItem> Lacks(ActivityDetails d)
    {
        if (d.Controller is null)
            yield return new("a", "controller", "Name and contact of the controller");
        if (d.DataProtectionOfficer is null && !d.NoDataProtectionOfficer)
            yield return new("a", "dataProtectionOfficer", "Contact of the data protection officer");
        if (string.IsNullOrWhiteSpace(d.Purposes))
            yield return new("b", "purposes", "Purposes of the processing");
        if (d.SubjectCategories.Count == 0)
            yield return new("c", "subjectCategories", "Categories of data subjects");
        if (d.DataCategories.Count == 0)
            yield return new("c", "dataCategories", "Categories of personal data");
        if (d.Recipients is null)
            yield return new("d", "recipients", "Categories of recipients");
        if (d.Transfers is null)
            yield return new("e", "transfers", "Transfers to third countries");
        if (string.IsNullOrWhiteSpace(d.ErasureLimits))
            yield return new("f", "erasureLimits", "Time limits for erasure");
        if (string.IsNullOrWhiteSpace(d.SecurityMeasures))
            yield return new("g", "securityMeasures", "Technical and organisational security measures");
    }

    private static IEnumerable<ActivityFlag> Wrong(ActivityDetails d, ActivityOptions options, DateOnly today)
    {
        if (d.LegalBasis is null)
            yield return new("legal-basis-missing", "6(1)", "legalBasis", "No legal basis is named.");
        if (d.SpecialCategoryCondition is null && d.DataCategories.FirstOrDefault(Categories.IsSpecial) is { } special)
            yield return new("special-category-without-condition", "9(2)", "specialCategoryCondition", $"{special} is a special category of data: no condition is named.");
        foreach (var (index, transfer) in (d.Transfers ?? []).Index())
        {
            if (Transfers.Blocked(transfer, options) is var (article, text))
                yield return new("transfer-blocked", article, $"transfers[{index}]", $"{transfer.Country}: {text}");
        }
        if (d.ReviewOn < today)
            yield return new("review-overdue", null, "reviewOn", "The review is overdue.");
    }
}
