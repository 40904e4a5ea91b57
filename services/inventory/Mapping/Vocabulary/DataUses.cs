using System.Collections.Frozen;

namespace Governance.Inventory.Mapping.Vocabulary;

/// <summary>Fideslang data uses: what data are used for.</summary>
internal static class DataUses
{
    public static readonly FrozenSet<string> Roots = FrozenSet.ToFrozenSet(
    [
        "analytics", "collect", "employment", "essential", "finance", "functional", "marketing", "operations", "personalize", "sales", "third_party_sharing", "train_ai_system",
    ]);

    /// <summary>Well formed and of the vocabulary.</summary>
    public static bool IsValid(string use) => Roots.Contains(use.Split('.')[0]) && Categories.IsWellFormed(use);
}
