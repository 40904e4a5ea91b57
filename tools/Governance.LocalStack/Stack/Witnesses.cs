using System.Globalization;
using Governance.Notes;

namespace Governance.LocalStack.Stack;

/// <summary>
/// The keys with which the audit log signs itself, and the witnesses that watch it. In earnest the witnesses belong to others; here each at
/// least is a process with a key and a memory of its own.
/// </summary>
internal sealed class Witnesses(RunFolder folder, Func<string, Uri> urlOf)
{
    public const string Origin = "audit.demo.example/log";
    public const int FirstPort = 7011;
    private const string LogKey = "checkpoint-key";
    private const string ProjectFolder = "witness/Governance.Witness";

    public static IReadOnlyList<string> Names { get; } = ["witness-1", "witness-2"];

    public static ServiceDefinition Definition(string root, string name) =>
        new(name, name, Path.Combine(root, ProjectFolder), "Governance.Witness", FirstPort + Names.ToList().IndexOf(name));

    /// <summary>Settings of a witness.</summary>
    public Dictionary<string, string> For(string name) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = urlOf(name).AbsoluteUri.TrimEnd('/'),
        ["Witness__Name"] = KeyName(name),
        ["Witness__Key"] = Reference(name + "-key"),
        ["Witness__Folder"] = folder.PrivateFolder(name),
        ["Witness__Logs__0__Origin"] = Origin,
        ["Witness__Logs__0__VerifierKeys__0"] = Key(Origin, SignatureType.Ed25519, LogKey),
    };

    /// <summary>Settings of the log: its own key, and every witness must cosign.</summary>
    public void AddTo(Dictionary<string, string> environment)
    {
        environment["Checkpoints__Origin"] = Origin;
        environment["Checkpoints__Folder"] = folder.PrivateFolder("checkpoints");
        environment["Checkpoints__Keys__0__Secret"] = Reference(LogKey);
        environment["Checkpoints__Quorum"] = Names.Count.ToString(CultureInfo.InvariantCulture);
        foreach (var (index, name) in Names.Index())
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Checkpoints__Witnesses__{index}__");
            environment[prefix + "Url"] = urlOf(name).AbsoluteUri.TrimEnd('/');
            environment[prefix + "VerifierKey"] = Key(KeyName(name), SignatureType.Cosignature, name + "-key");
        }
    }

    private static string KeyName(string name) => "demo.example/" + name;

    private string Key(string name, SignatureType type, string secret) =>
        new VerifierKey(name, type, Ed25519.PublicKey(Convert.FromBase64String(folder.Secrets.Key(secret)))).ToString();

    private string Reference(string secret)
    {
        folder.Secrets.Key(secret);
        return "file:" + Path.Combine(folder.Secrets.Folder, secret);
    }
}
