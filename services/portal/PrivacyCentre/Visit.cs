using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Governance.Portal.Security;

namespace Governance.Portal.PrivacyCentre;

/// <summary>What is remembered of a visit, sealed in one cookie that ends with the browser. Nothing is kept on the server.</summary>
/// <param name="Form">Goes with every form, so that no other page can send one.</param>
/// <param name="Language">Chosen by hand.</param>
/// <param name="Filed">The request filed in this visit.</param>
/// <param name="FiledSecret">With which its state may be asked for.</param>
/// <param name="Email">Address that was typed, and confirmed once there is an <paramref name="AccessSecret"/>.</param>
/// <param name="Check">The confirmation of that address.</param>
internal sealed record Visit(
    [property: JsonPropertyName("f")] string Form,
    [property: JsonPropertyName("l")] string? Language = null,
    [property: JsonPropertyName("r")] Guid? Filed = null,
    [property: JsonPropertyName("s")] string? FiledSecret = null,
    [property: JsonPropertyName("e")] string? Email = null,
    [property: JsonPropertyName("c")] Guid? Check = null,
    [property: JsonPropertyName("a")] string? AccessSecret = null,
    [property: JsonPropertyName("u")] DateTimeOffset? AccessUntil = null)
{
    public static Visit Begin() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));

    public bool HasAccess(DateTimeOffset now) => AccessSecret is not null && now < AccessUntil;

    public Visit WithoutAccess() => this with { Email = null, Check = null, AccessSecret = null, AccessUntil = null };

    public bool Sent(string? form) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form ?? ""), Encoding.UTF8.GetBytes(Form));
}

internal sealed class VisitCookie(Vault vault)
{
    // Browsers take the prefix on secure cookies of this very host only: no neighbour can plant one.
    public const string Name = "__Host-privacy";
    private const string Purpose = "privacy visit";

    // Lax: the person comes from a link in a mail. Foreign forms come without it.
    private static readonly CookieOptions Options = new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };

    public Visit? Read(HttpRequest request) =>
        request.Cookies[Name] is { Length: > 0 and < 4000 } value && Base64Url.IsValid(value) ? vault.Open<Visit>(Base64Url.DecodeFromChars(value), Purpose) : null;

    public void Write(HttpResponse response, Visit visit) => response.Cookies.Append(Name, Base64Url.EncodeToString(vault.Seal(visit, Purpose)), Options);
}
