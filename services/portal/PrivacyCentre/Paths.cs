namespace Governance.Portal.PrivacyCentre;

internal static class Paths
{
    public const string Root = "/privacy";
    public const string Request = Root + "/request";
    public const string Confirm = Root + "/request/confirm";
    public const string Resend = Root + "/request/code";
    public const string Requests = Root + "/requests";
    public const string Preferences = Root + "/preferences";
    public const string Download = Root + "/download";
    public const string Leave = Root + "/leave";

    /// <param name="target"><c>requests</c> or <c>preferences</c>.</param>
    public static string SignIn(string target) => $"{Root}/sign-in/{target}";

    public static string Code(string target) => $"{Root}/sign-in/{target}/code";

    public static string Of(Guid request) => $"{Requests}/{request}";

    public static string Asset(string file) => $"{Root}/assets/{file}";
}
