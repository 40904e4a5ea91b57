using System.Text;

namespace Governance.ServiceDefaults.Privacy;

/// <summary>Kinds of identifiers and how each is brought into one form before it is compared or hashed.</summary>
public static class Identifiers
{
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Username = "username";

    public static bool IsCaseInsensitive(string kind) => kind is Email or Username;

    /// <summary>Trimmed; Unicode NFC; e-mail and user name in lower case; phone as digits with a leading + kept.</summary>
    public static string Normalise(string kind, string identifier)
    {
        var value = UnicodeText.ToFormC(identifier.Trim());
        return kind switch
        {
            Email or Username => value.ToLowerInvariant(),
            Phone => NormalisePhone(value),
            _ => value,
        };
    }

    private static string NormalisePhone(string value)
    {
        var digits = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (char.IsAsciiDigit(c) || (c == '+' && digits.Length == 0))
                digits.Append(c);
        }
        return digits.Length > 1 && digits[0] == '0' && digits[1] == '0' ? $"+{digits.ToString(2, digits.Length - 2)}" : digits.ToString();
    }
}
