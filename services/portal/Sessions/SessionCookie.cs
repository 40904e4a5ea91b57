using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Governance.Portal.Sessions;

/// <summary>The cookies: a session's random value, and a sign-in under way.</summary>
internal static class SessionCookie
{
    // Browsers accept the prefix on secure cookies of this very host only. Chromium and Firefox count loopback as secure,
    // so the demo on http://127.0.0.1 has the same cookies as a portal behind TLS.
    public const string Name = "__Host-governance-portal";
    public const string AttemptName = "__Host-governance-sign-in";

    public static string NewValue() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] IdOf(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));

    /// <summary>Strict: requests that other sites start come without it. The application's first page needs none.</summary>
    public static CookieOptions Session => Options(SameSiteMode.Strict, null);

    /// <summary>Lax, because the identity provider sends the browser here.</summary>
    public static CookieOptions Attempt => Options(SameSiteMode.Lax, TimeSpan.FromMinutes(30));

    private static CookieOptions Options(SameSiteMode sameSite, TimeSpan? maxAge) =>
        new() { HttpOnly = true, Secure = true, SameSite = sameSite, Path = "/", MaxAge = maxAge, IsEssential = true };
}
