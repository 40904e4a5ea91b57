using System.ComponentModel.DataAnnotations;
using Governance.Portal.PrivacyCentre.Theme;

namespace Governance.Portal.PrivacyCentre;

/// <summary>Section <c>PrivacyCentre</c>: who speaks to the public here, and in which look.</summary>
internal sealed class PrivacyCentreOptions : IValidatableObject
{
    public const string Section = "PrivacyCentre";
    private const int MaxLogoBytes = 200_000;

    [Required]
    public string OrganisationName { get; set; } = "Our organisation";

    /// <summary>Where a person turns to when the pages don't help.</summary>
    public string? ContactEmail { get; set; }

    /// <summary>The organisation's privacy notice.</summary>
    public string? NoticeUrl { get; set; }

    /// <summary>SVG, PNG, WebP or JPEG; the name stands alone without one.</summary>
    public string? LogoFile { get; set; }

    /// <summary>Code of the site registered at consent whose purposes are offered; no preferences without one.</summary>
    public string? PreferenceSite { get; set; }

    /// <summary>Folder with further languages (<c>fr.json</c>) or with other words for ours; what a file lacks is said in English.</summary>
    public string? TextsFolder { get; set; }

    public Palette Light { get; } = Palette.Daylight();

    public Palette Dark { get; } = Palette.Night();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in Light.Problems($"{Section}:Light").Concat(Dark.Problems($"{Section}:Dark")))
            yield return new ValidationResult(problem);
        if (NoticeUrl is not null && !(Uri.TryCreate(NoticeUrl, UriKind.Absolute, out var notice) && notice.Scheme is "https" or "http"))
            yield return new ValidationResult($"{Section}:NoticeUrl must be an http(s) address.", [nameof(NoticeUrl)]);
        if (ContactEmail is not null && !new EmailAddressAttribute().IsValid(ContactEmail))
            yield return new ValidationResult($"{Section}:ContactEmail must be an e-mail address.", [nameof(ContactEmail)]);
        if (TextsFolder is not null && !Directory.Exists(TextsFolder))
            yield return new ValidationResult($"{Section}:TextsFolder does not exist.", [nameof(TextsFolder)]);
        if (LogoFile is not null && (!Logo.IsKnown(LogoFile) || !File.Exists(LogoFile) || new FileInfo(LogoFile).Length > MaxLogoBytes))
            yield return new ValidationResult($"{Section}:LogoFile must be an SVG, PNG, WebP or JPEG file of at most 200 kB.", [nameof(LogoFile)]);
    }
}
