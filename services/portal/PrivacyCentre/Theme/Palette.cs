namespace Governance.Portal.PrivacyCentre.Theme;

/// <summary>The colours an organisation chooses (<c>#rrggbb</c>). What else is needed is mixed from them, so that it can be checked too.</summary>
internal sealed class Palette
{
    private const double TextRatio = 4.5;
    private const double ControlRatio = 3;

    /// <summary>Behind everything.</summary>
    public string Ground { get; set; } = "";

    /// <summary>Behind what is read and filled in.</summary>
    public string Paper { get; set; } = "";

    public string Ink { get; set; } = "";

    /// <summary>Links, buttons, focus.</summary>
    public string Accent { get; set; } = "";

    public string Alert { get; set; } = "";

    public static Palette Daylight() => new() { Ground = "#f4f2ec", Paper = "#ffffff", Ink = "#1b2421", Accent = "#0b5a4c", Alert = "#a3161a" };

    public static Palette Night() => new() { Ground = "#101513", Paper = "#19211e", Ink = "#e9efec", Accent = "#7fd6c2", Alert = "#ffb1a8" };

    /// <summary>Empty when every pair of colours that meets on a page keeps its contrast (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
    public IEnumerable<string> Problems(string key)
    {
        var named = new (string Name, string Value)[] { (nameof(Ground), Ground), (nameof(Paper), Paper), (nameof(Ink), Ink), (nameof(Accent), Accent), (nameof(Alert), Alert) };
        var unreadable = named.Where(c => Rgb.TryParse(c.Value) is null).Select(c => $"{key}:{c.Name} must be a colour like #0b5a4c.").ToList();
        return unreadable.Count > 0 ? unreadable : Pairs().Select(p => Check(key, p.Front, p.FrontName, p.Back, p.BackName, p.Ratio)).OfType<string>();
    }

    /// <summary>As CSS variables.</summary>
    public string Css() =>
        $"--ground:{C(Ground)};--paper:{C(Paper)};--ink:{C(Ink)};--soft:{Soft};--line:{Line};--faint:{Faint};--accent:{C(Accent)};--on-accent:{OnAccent};--tint:{Tint};--alert:{C(Alert)};--alert-tint:{AlertTint}";

    private static Rgb C(string value) => Rgb.TryParse(value)!.Value;

    private Rgb Soft => C(Ink).Mix(C(Paper), 0.72);

    private Rgb Line => C(Ink).Mix(C(Paper), 0.55);

    private Rgb Faint => C(Ink).Mix(C(Paper), 0.14);

    private Rgb Tint => C(Accent).Mix(C(Paper), 0.1);

    private Rgb AlertTint => C(Alert).Mix(C(Paper), 0.08);

    private Rgb OnAccent => C(Accent).RatioTo(C("#ffffff")) >= C(Accent).RatioTo(C("#0c1110")) ? C("#ffffff") : C("#0c1110");

    private IEnumerable<(Rgb Front, string FrontName, Rgb Back, string BackName, double Ratio)> Pairs()
    {
        foreach (var (back, backName) in new[] { (C(Paper), nameof(Paper)), (C(Ground), nameof(Ground)) })
        {
            yield return (C(Ink), nameof(Ink), back, backName, TextRatio);
            yield return (Soft, nameof(Ink), back, backName, TextRatio);
            yield return (C(Accent), nameof(Accent), back, backName, TextRatio);
            yield return (C(Alert), nameof(Alert), back, backName, TextRatio);
        }
        yield return (Line, nameof(Ink), C(Paper), nameof(Paper), ControlRatio);
        yield return (OnAccent, nameof(Accent), C(Accent), "the text on it", TextRatio);
        yield return (C(Ink), nameof(Ink), Tint, "a tint of Accent", TextRatio);
        yield return (C(Accent), nameof(Accent), Tint, "a tint of itself", TextRatio);
        yield return (C(Alert), nameof(Alert), AlertTint, "a tint of itself", TextRatio);
    }

    private static string? Check(string key, Rgb front, string frontName, Rgb back, string backName, double needed) =>
        front.RatioTo(back) is var ratio && ratio < needed
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key}:{frontName} has a contrast of {ratio:0.0}:1 to {backName}; {needed:0.0}:1 is needed.")
            : null;
}
