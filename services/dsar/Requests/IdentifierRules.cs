using System.Net.Mail;
using System.Text.RegularExpressions;
using Governance.Contracts.Dsar.V1;
using Governance.ServiceDefaults.Privacy;

namespace Governance.Dsar.Requests;

/// <summary>What is accepted as an identifier.</summary>
internal static partial class IdentifierRules
{
    public const int MaxCount = 20;
    private const int MaxLength = 320;

    /// <summary>Field → messages; empty when all are fine.</summary>
    public static Dictionary<string, string[]> Check(IReadOnlyList<SubjectIdentifier> identifiers, int maxCount = MaxCount)
    {
        var errors = new Dictionary<string, string[]>();
        if (identifiers.Count == 0 || identifiers.Count > maxCount)
            errors["identifiers"] = [$"Between 1 and {maxCount} identifiers."];
        for (var i = 0; i < Math.Min(identifiers.Count, maxCount); i++)
        {
            var (kind, value) = (identifiers[i].Kind, identifiers[i].Value);
            if (!KindPattern().IsMatch(kind))
                errors[$"identifiers[{i}].kind"] = ["Kebab-case, at most 60 characters."];
            if (string.IsNullOrWhiteSpace(value) || value.Length > MaxLength || value.Any(char.IsControl))
                errors[$"identifiers[{i}].value"] = [$"Between 1 and {MaxLength} characters, no control characters."];
            else if (kind == Identifiers.Email && !IsAddress(value.Trim()))
                errors[$"identifiers[{i}].value"] = ["Not an e-mail address."];
        }

        return errors;
    }

    private static bool IsAddress(string value) =>
        MailAddress.TryCreate(value, out var address) && address.Address == value && address.DisplayName.Length == 0 && address.Host.Contains('.', StringComparison.Ordinal);

    [GeneratedRegex("^(?=.{1,60}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex KindPattern();
}
