using System.ComponentModel.DataAnnotations;
using Governance.Dsar.Deadlines;
using Governance.Dsar.Mail;

namespace Governance.Dsar;

/// <summary>The organisation that answers (<c>Controller</c>).</summary>
internal sealed class ControllerOptions : IValidatableObject
{
    [Required]
    public string Name { get; set; } = "The controller";

    /// <summary>IANA zone in which receipt dates count.</summary>
    [Required]
    public string TimeZone { get; set; } = "Europe/Berlin";

    /// <summary>Regime of requests that name none.</summary>
    [Required]
    public string Regime { get; set; } = "gdpr";

    /// <summary>Of mails to persons who named none.</summary>
    [Required]
    public string Language { get; set; } = MailLanguages.Default;

    /// <summary>National or regional holidays beyond those of the regime's calendar.</summary>
    public IList<DateOnly> Holidays { get; } = [];

    /// <summary>Where a person turns to, for mails and packages.</summary>
    public string Contact { get; set; } = "the data protection officer";

    public string SupervisoryAuthority { get; set; } = "the supervisory authority of the place where you live or work";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ControllerCalendar.IsZone(TimeZone))
            yield return new("Controller:TimeZone must be a time zone of the IANA database.", [nameof(TimeZone)]);
        if (!new RegimeCatalog().Knows(Regime))
            yield return new("Controller:Regime must be the code of a regime.", [nameof(Regime)]);
        if (!MailLanguages.Knows(Language))
            yield return new($"Controller:Language must be one of {string.Join(", ", MailLanguages.Codes)}.", [nameof(Language)]);
    }
}

/// <summary>Codes sent by mail (<c>Verification</c>).</summary>
internal sealed class VerificationOptions
{
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Wrong codes until a new one is needed.</summary>
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How long somebody who confirmed an address may look at what belongs to it.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "08:00:00")]
    public TimeSpan AccessLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Codes per request.</summary>
    [Range(1, 20)]
    public int MaxCodes { get; set; } = 5;
}

/// <summary>What the public endpoints let through (<c>PublicLimits</c>).</summary>
internal sealed class PublicLimitOptions
{
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    [Range(1, int.MaxValue)]
    public int RequestsPerAddress { get; set; } = 20;

    [Range(1, int.MaxValue)]
    public int RequestsPerIdentifier { get; set; } = 5;

    /// <summary>Codes, secrets and state queries.</summary>
    [Range(1, int.MaxValue)]
    public int AttemptsPerAddress { get; set; } = 120;
}

/// <summary>Packages and the parts they are made of (<c>Packages</c>).</summary>
internal sealed class PackageOptions
{
    [Required]
    public string Directory { get; set; } = "packages";

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Wrong secrets until a link is closed.</summary>
    [Range(1, 100)]
    public int MaxSecretAttempts { get; set; } = 10;

    /// <summary>How long a store may keep a package waiting before the rest is delivered with the gap named.</summary>
    public TimeSpan PartialAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Base of the links in mails; the service's own address when not set.</summary>
    public string? PublicBaseUrl { get; set; }
}

/// <summary>How long the service keeps what it knows of a person after the request is closed (<c>Retention</c>).</summary>
internal sealed class RetentionOptions
{
    public TimeSpan IdentifierGrace { get; set; } = TimeSpan.FromDays(30);
}
