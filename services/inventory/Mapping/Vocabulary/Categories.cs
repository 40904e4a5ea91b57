namespace Governance.Inventory.Mapping.Vocabulary;

/// <summary>Questions about Fideslang data categories.</summary>
internal static class Categories
{
    public const string FreeText = "user.content";

    private static readonly string[] Special =
    [
        "user.health_and_medical", "user.biometric", "user.genetic", "user.demographic.race_ethnicity", "user.demographic.religious_belief", "user.demographic.political_opinion",
        "user.demographic.sexual_orientation", "user.workplace.union",
    ];

    public static bool IsEmail(string? category) => Under(category, "user.contact.email");

    public static bool IsPhone(string? category) => Under(category, "user.contact.phone_number") || Under(category, "user.contact.phone");

    public static bool IsName(string? category) => Under(category, "user.name");

    public static bool IsGovernmentId(string? category) => Under(category, "user.government_id");

    public static bool IsFinancial(string? category) => Under(category, "user.financial");

    public static bool IsAddress(string? category) => Under(category, "user.contact.address");

    /// <summary>Points at a person even in a table that no person's row reaches. Names, places and numbers of things are mistaken for a person's too easily.</summary>
    public static bool StandsAlone(string? category) =>
        IsEmail(category) || IsPhone(category) || IsGovernmentId(category) || Under(category, "user.health_and_medical") || Under(category, "user.biometric")
        || category is "user.contact.address.street" or "user.financial.bank_account" or "user.financial.credit_card";

    /// <summary>Well formed and of the vocabulary's two trees.</summary>
    public static bool IsValid(string category) =>
        (category == "user" || category == "system" || category.StartsWith("user.", StringComparison.Ordinal) || category.StartsWith("system.", StringComparison.Ordinal))
        && IsWellFormed(category);

    /// <summary>Words in lower case with dots between, as the vocabulary writes all its terms.</summary>
    public static bool IsWellFormed(string term) =>
        term.Length <= 100 && term.Split('.').All(p => p.Length > 0 && p.All(c => c is (>= 'a' and <= 'z') or '_' or (>= '0' and <= '9')));

    /// <summary>GDPR Art. 9(1). A category above one of them, such as <c>user.demographic</c>, is not taken for it.</summary>
    public static bool IsSpecial(string category) => Special.Any(s => Under(category, s));

    private static bool Under(string? category, string root) =>
        category is not null && category.StartsWith(root, StringComparison.Ordinal) && (category.Length == root.Length || category[root.Length] == '.');
}
