using System.Net;
using System.Text.RegularExpressions;

namespace Governance.Demo.Client;

/// <summary>The form with a password field on an HTML page, with its hidden fields.</summary>
internal sealed partial record SignInForm(string Action, IReadOnlyDictionary<string, string> Hidden, string UserField, string PasswordField)
{
    public static SignInForm? Find(string html)
    {
        foreach (Match form in FormPattern().Matches(html))
        {
            var inputs = InputPattern().Matches(form.Groups["body"].Value)
                .Select(i => (Name: Attribute(i.Value, "name"), Type: Attribute(i.Value, "type") ?? "text", Value: Attribute(i.Value, "value") ?? ""))
                .Where(i => i.Name is not null).ToList();
            var password = inputs.Find(i => i.Type == "password").Name;
            var user = inputs.Find(i => i.Type is "text" or "email").Name;
            if (password is null || user is null)
                continue;
            var hidden = inputs.Where(i => i.Type == "hidden").GroupBy(i => i.Name!).ToDictionary(g => g.Key, g => g.First().Value);
            return new SignInForm(Attribute(form.Groups["tag"].Value, "action") ?? "", hidden, user, password);
        }

        return null;
    }

    public IEnumerable<KeyValuePair<string, string>> Fill(string userName, string password) =>
        [.. Hidden, new(UserField, userName), new(PasswordField, password)];

    private static string? Attribute(string tag, string name)
    {
        var match = Regex.Match(tag, $"""\b{name}\s*=\s*("(?<v>[^"]*)"|'(?<v>[^']*)')""", RegexOptions.IgnoreCase);
        return match.Success ? WebUtility.HtmlDecode(match.Groups["v"].Value) : null;
    }

    [GeneratedRegex(@"(?<tag><form\b[^>]*>)(?<body>.*?)</form>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex(@"<input\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex InputPattern();
}
