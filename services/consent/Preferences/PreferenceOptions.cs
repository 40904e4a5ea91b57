using System.ComponentModel.DataAnnotations;

namespace Governance.Consent.Preferences;

/// <summary>Section <c>Preferences</c>.</summary>
internal sealed class PreferenceOptions
{
    public const string Section = "Preferences";

    /// <summary>How long a subject token is good for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Serves a page on which anyone sees the choices of a made-up person. Never in production.</summary>
    public bool Demo { get; set; }
}
