using System.Text.Json;
using FluentValidation;

namespace Governance.Consent;

/// <summary>Codes that callers choose: kebab-case, so that they can stand in URLs, events and logs.</summary>
internal static class CodeRules
{
    public const int MaxCode = 64;
    public const int MaxText = 500;
    public const int MaxItems = 50;

    /// <summary>The rule of <see cref="Code{T}"/> at once.</summary>
    public static bool IsCode(string? value)
    {
        if (value is not { Length: > 0 and <= MaxCode } || value[0] == '-' || value[^1] == '-')
            return false;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && (c != '-' || value[i - 1] == '-'))
                return false;
        }
        return true;
    }

    public static IRuleBuilderOptions<T, string?> Code<T>(this IRuleBuilder<T, string?> rule) =>
        rule.NotEmpty().WithMessage("Required.")
            .MaximumLength(MaxCode).WithMessage($"At most {MaxCode} characters.")
            .Matches("\\A[a-z0-9]+(-[a-z0-9]+)*\\z").WithMessage("Lower-case letters, digits and single hyphens only.");

    public static IRuleBuilderOptions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, int max = MaxText) =>
        rule.NotEmpty().WithMessage("Required.").MaximumLength(max).WithMessage($"At most {max} characters.");

    public static IRuleBuilderOptions<T, IReadOnlyList<string>> FewOf<T>(this IRuleBuilder<T, IReadOnlyList<string>> rule) =>
        rule.Must(items => items.Count <= MaxItems).WithMessage($"At most {MaxItems} items.");

    /// <summary>The form in which an enum value stands in JSON and in events.</summary>
    public static string CodeOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>False when the code names no value; a code that is absent gives null.</summary>
    public static bool TryParse<TEnum>(string? code, out TEnum? value)
        where TEnum : struct, Enum
    {
        value = Enum.GetValues<TEnum>().Cast<TEnum?>().FirstOrDefault(v => CodeOf(v!.Value) == code);
        return code is null || value is not null;
    }
}
