namespace Governance.Portal.Security;

/// <summary>Where to go after signing in: a path of this portal and nothing else.</summary>
internal static class LocalPath
{
    /// <summary>The path itself, or <c>/</c> when it could lead elsewhere.</summary>
    public static string OrHome(string? path)
    {
        // Browsers read "//host", "/\host" and a path with tabs or line breaks in it as another host.
        var isLocal = path is { Length: > 0 and <= 1000 } && path[0] == '/'
            && (path.Length == 1 || path[1] is not ('/' or '\\'))
            && !path.Any(c => char.IsControl(c) || c == '\\')
            && Uri.TryCreate(path, UriKind.Relative, out _);
        return isLocal ? path! : "/";
    }
}
