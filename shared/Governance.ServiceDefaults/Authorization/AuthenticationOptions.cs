using System.ComponentModel.DataAnnotations;

namespace Governance.ServiceDefaults.Authorization;

/// <summary>Which identity provider a service trusts.</summary>
public sealed class AuthenticationOptions
{
    public const string Section = "Authentication";

    /// <summary>Base URL of the provider; its discovery document is below it.</summary>
    [Required(ErrorMessage = "Authentication:Authority is required."), Url(ErrorMessage = "Authentication:Authority must be a URL.")]
    public string Authority { get; set; } = "";

    /// <summary>Issuer as it stands in tokens, when it differs from the authority.</summary>
    public string? Issuer { get; set; }

    [Required(ErrorMessage = "Authentication:Audience is required.")]
    public string Audience { get; set; } = "";

    /// <summary>Plain HTTP to a provider that is not on loopback, inside a cluster's own network.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Accepted <c>typ</c> headers; <c>at+jwt</c> (RFC 9068) unless set. Some providers send <c>JWT</c>.</summary>
    public IList<string> TokenTypes { get; } = [];
}
