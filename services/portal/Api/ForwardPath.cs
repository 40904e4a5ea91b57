using System.Text.RegularExpressions;

namespace Governance.Portal.Api;

/// <summary>Which path of a service a request asks for, read from the bytes that the browser sent.</summary>
internal static partial class ForwardPath
{
    /// <summary>
    /// <c>/api/dsar/v1/requests?limit=5</c> → <c>v1/requests?limit=5</c>. Null when it could mean another place: dot segments, an
    /// encoded slash, backslash or percent sign, an empty segment, a control character, or not below <c>v1/</c>.
    /// </summary>
    public static string? Of(string rawTarget, string service)
    {
        var prefix = $"/api/{service}/";
        if (!rawTarget.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var query = rawTarget.IndexOf('?', StringComparison.Ordinal);
        var path = rawTarget[prefix.Length..(query < 0 ? rawTarget.Length : query)];
        if (!Segments().IsMatch(path) || path.Split('/').Any(s => Uri.UnescapeDataString(s).All(c => c == '.') || !IsClean(Uri.UnescapeDataString(s))))
            return null;
        return query < 0 ? path : path + rawTarget[query..];
    }

    private static bool IsClean(string segment) => !segment.Any(c => c is '/' or '\\' or '%' or '?' or '#' || char.IsControl(c));

    // RFC 3986: pchar, percent-encoded or not, and the segments that our services have begin with v1.
    [GeneratedRegex(@"^v1(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)+$")]
    private static partial Regex Segments();
}
