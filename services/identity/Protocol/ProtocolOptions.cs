using System.ComponentModel.DataAnnotations;

namespace Governance.Identity.Protocol;

/// <summary>Section <c>Identity</c>: who the issuer is and how long what it issues lives.</summary>
internal sealed class ProtocolOptions : IValidatableObject
{
    public const string Section = "Identity";

    /// <summary>Public base URL of this service and the <c>iss</c> of every token.</summary>
    [Required]
    public string Issuer { get; set; } = "";

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A refresh token not used for this long is dead.</summary>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>However often it is refreshed, a grant ends after this long.</summary>
    public TimeSpan GrantLifetime { get; set; } = TimeSpan.FromDays(14);

    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long one key signs before the next takes over.</summary>
    public TimeSpan SigningKeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>A new key is published this long before it signs, so that caches know it.</summary>
    public TimeSpan SigningKeyAnnouncement { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A replaced key stays published this long.</summary>
    public TimeSpan SigningKeyOverlap { get; set; } = TimeSpan.FromHours(48);

    public string IssuerUrl => Issuer.TrimEnd('/');

    public bool IsHttps => Issuer.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length + uri.Fragment.Length > 0)
            yield return new ValidationResult("Identity:Issuer must be an absolute http(s) URL without query and fragment.", [nameof(Issuer)]);
        if (CodeLifetime <= TimeSpan.Zero || CodeLifetime > TimeSpan.FromMinutes(10))
            yield return new ValidationResult("Identity:CodeLifetime must be between 0 and 10 minutes (RFC 6749 section 4.1.2).", [nameof(CodeLifetime)]);
        if (AccessTokenLifetime <= TimeSpan.Zero || AccessTokenLifetime > TimeSpan.FromHours(1))
            yield return new ValidationResult("Identity:AccessTokenLifetime must be between 0 and 1 hour.", [nameof(AccessTokenLifetime)]);
        if (SigningKeyOverlap < AccessTokenLifetime)
            yield return new ValidationResult("Identity:SigningKeyOverlap must not be shorter than Identity:AccessTokenLifetime.", [nameof(SigningKeyOverlap)]);
        if (SigningKeyLifetime <= SigningKeyAnnouncement)
            yield return new ValidationResult("Identity:SigningKeyLifetime must be longer than Identity:SigningKeyAnnouncement.", [nameof(SigningKeyLifetime)]);
    }
}
