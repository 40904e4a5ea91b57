using System.ComponentModel.DataAnnotations;

namespace Governance.Portal;

/// <summary>Section <c>Portal</c>.</summary>
internal sealed class PortalOptions : IValidatableObject
{
    public const string Section = "Portal";

    /// <summary>The address that people open, without a path: cookies, redirects and the check of origins depend on it.</summary>
    [Required(ErrorMessage = "Portal:PublicUrl is required.")]
    public string PublicUrl { get; set; } = "";

    /// <summary>However often it is refreshed, a session ends after this long.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Where the built application is, below the content root.</summary>
    public string WebRoot { get; set; } = "wwwroot";

    /// <summary>Scheme, host and port, as browsers send it in <c>Origin</c>.</summary>
    public string Origin => new Uri(PublicUrl).GetLeftPart(UriPartial.Authority);

    public string RedirectUri => Origin + "/callback";

    public string SignedOutUri => Origin + "/signed-out";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/" || uri.Fragment.Length > 0)
            yield return new ValidationResult("Portal:PublicUrl must be an http(s) address without a path.", [nameof(PublicUrl)]);
        else if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
            yield return new ValidationResult("Portal:PublicUrl must be https, unless it is on loopback: browsers keep the session cookie from plain connections.", [nameof(PublicUrl)]);
        if (SessionLifetime <= TimeSpan.Zero || SessionLifetime > TimeSpan.FromDays(1))
            yield return new ValidationResult("Portal:SessionLifetime must be between 0 and 1 day.", [nameof(SessionLifetime)]);
    }
}
