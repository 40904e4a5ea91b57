using System.ComponentModel.DataAnnotations;
using Governance.Portal.PrivacyCentre;
using Governance.Portal.PrivacyCentre.Theme;

namespace Governance.Portal.Tests.PrivacyCentre;

public sealed class PaletteTests
{
    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#767676", "#ffffff", 4.54)]
    [InlineData("#0000ff", "#ffffff", 8.59)]
    public void The_contrast_ratio_is_that_of_WCAG(string front, string back, double expected) =>
        Assert.Equal(expected, Rgb.TryParse(front)!.Value.RatioTo(Rgb.TryParse(back)!.Value), 0.005);

    [Fact]
    public void Our_own_palettes_can_be_read()
    {
        Assert.Empty(Palette.Daylight().Problems("Light"));
        Assert.Empty(Palette.Night().Problems("Dark"));
    }

    [Theory]
    [InlineData("#ffcc00", "PrivacyCentre:Light:Accent has a contrast of 1.5:1 to Paper; 4.5:1 is needed.")]
    [InlineData("blue", "PrivacyCentre:Light:Accent must be a colour like #0b5a4c.")]
    [InlineData("#12345", "PrivacyCentre:Light:Accent must be a colour like #0b5a4c.")]
    public void A_palette_that_can_not_be_read_stops_the_start(string accent, string message)
    {
        var options = new PrivacyCentreOptions { OrganisationName = "Example" };
        options.Light.Accent = accent;
        Assert.Contains(message, options.Validate(new ValidationContext(options)).Select(r => r.ErrorMessage));
    }

    [Fact]
    public void Colours_become_variables_and_nothing_else_gets_into_the_style_sheet()
    {
        var palette = Palette.Daylight();
        Assert.Matches("^(--[a-z-]+:#[0-9a-f]{6};?)+$", palette.Css());
        palette.Ink = "#000;}x{";
        Assert.Single(palette.Problems("Light"));
    }
}
