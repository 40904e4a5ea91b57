using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Governance.DataPlane.Classifying;

internal enum ValueShape
{
    Email,
    Phone,
    Iban,
    CardNumber,
    NationalId,
    IpAddress,
    BirthDate,
    PostalCode,
    Words,
    ShortWord,
    Line,
    Identifier,
    GivenName,
}

/// <summary>Says whether one value has a shape. Checksums are computed where the format has one.</summary>
internal static partial class ValueShapes
{
    private const int OldestAge = 120;

    public static bool Has(ValueShape shape, string raw, DateOnly today)
    {
        var value = raw.Trim();
        return shape switch
        {
            ValueShape.Email => value.Length <= 254 && Email().IsMatch(value),
            ValueShape.Phone => Phone().IsMatch(value) && value.Count(char.IsAsciiDigit) is >= 6 and <= 15,
            ValueShape.Iban => IsIban(value),
            ValueShape.CardNumber => IsCard(value),
            ValueShape.NationalId => SocialSecurity().IsMatch(value) || NationalInsurance().IsMatch(value) || IsGermanTaxId(value),
            ValueShape.IpAddress => IsIp(value),
            ValueShape.BirthDate => Age(value, today) is >= 0 and <= OldestAge,
            ValueShape.PostalCode => PostalCode().IsMatch(value),
            ValueShape.Words => Worded().IsMatch(value),
            ValueShape.ShortWord => value.Length <= 20 && !Numeric().IsMatch(value),
            ValueShape.Line => value.Any(char.IsLetter),
            ValueShape.Identifier => value.Length is > 0 and <= 64 && !value.Contains('\n', StringComparison.Ordinal),
            _ => IsPerson(value),
        };
    }

    public static int? Age(string value, DateOnly today)
    {
        var day = value.Length >= 10 ? value[..10] : value;
        string[] formats = ["yyyy-MM-dd", "dd.MM.yyyy", "MM/dd/yyyy", "dd/MM/yyyy"];
        return DateOnly.TryParseExact(day, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)
            ? today.Year - born.Year - (today.DayOfYear < born.DayOfYear ? 1 : 0)
            : null;
    }

    /// <summary>ISO 13616: move the first four characters to the end, letters become numbers, the remainder by 97 is 1.</summary>
    private static bool IsIban(string value)
    {
        var iban = value.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (!IbanFormat().IsMatch(iban))
        {
            return false;
        }

        var remainder = 0;
        foreach (var c in iban[4..] + iban[..4])
        {
            var number = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            remainder = ((remainder * (number > 9 ? 100 : 10)) + number) % 97;
        }

        return remainder == 1;
    }

    /// <summary>Issuer range and Luhn's check digit (ISO/IEC 7812-1).</summary>
    private static bool IsCard(string value)
    {
        var digits = value.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (!CardFormat().IsMatch(digits))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var d = digits[digits.Length - 1 - i] - '0';
            d = i % 2 == 1 ? d * 2 : d;
            sum += d > 9 ? d - 9 : d;
        }

        return sum % 10 == 0;
    }

    /// <summary>Eleven digits, check digit by ISO 7064 MOD 11,10.</summary>
    private static bool IsGermanTaxId(string value)
    {
        var digits = value.Replace(" ", "", StringComparison.Ordinal);
        if (!TaxIdFormat().IsMatch(digits) || digits[..10].Distinct().Count() is < 8 or > 9)
        {
            return false;
        }

        var product = 10;
        foreach (var c in digits[..10])
        {
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[10] - '0';
    }

    private static bool IsIp(string value)
    {
        var host = value.Split('/')[0];
        return (host.Count(c => c == '.') == 3 || host.Count(c => c == ':') >= 2) && IPAddress.TryParse(host, out _);
    }

    // A known given name followed by nothing or by further capitalised words.
    private static bool IsPerson(string value) => PersonName().IsMatch(value) && GivenNames.Contains(value.Split([' ', ',', '-'], 2)[0]);

    [GeneratedRegex(@"^[^@\s""<>]{1,64}@[^@\s""<>.]+(\.[^@\s""<>.]+)+$")]
    private static partial Regex Email();

    [GeneratedRegex(@"^\+?[0-9()][0-9 ()./-]*$")]
    private static partial Regex Phone();

    [GeneratedRegex(@"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")]
    private static partial Regex IbanFormat();

    [GeneratedRegex(@"^(4\d{12}|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|6\d{15})$")]
    private static partial Regex CardFormat();

    [GeneratedRegex(@"^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$")]
    private static partial Regex SocialSecurity();

    [GeneratedRegex(@"^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]$")]
    private static partial Regex NationalInsurance();

    [GeneratedRegex(@"^[1-9]\d{10}$")]
    private static partial Regex TaxIdFormat();

    [GeneratedRegex(@"^[A-Za-z]{0,2}-?[0-9][0-9A-Za-z -]{1,9}$|^[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}$|^[A-Za-z][0-9][A-Za-z] ?[0-9][A-Za-z][0-9]$")]
    private static partial Regex PostalCode();

    [GeneratedRegex(@"^\p{L}[\p{L}\p{M} .,'’()&/-]{0,79}$")]
    private static partial Regex Worded();

    [GeneratedRegex(@"^-?[0-9.,]+$")]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^\p{Lu}[\p{L}'’]+(?:[ -](?:\p{Lu}[\p{L}'’.]*|von|van|de|der|da|dos|la|del)){0,4}$")]
    private static partial Regex PersonName();
}
