using System.Globalization;
using System.Security.Cryptography;
using Governance.Notes;

namespace Governance.Audit.Tests.Checkpoints;

/// <summary>Settings of a log that signs and publishes into a folder of its own, deleted when disposed.</summary>
internal sealed class TestCheckpoints : IDisposable
{
    public const string Origin = "test.example/log";

    public TestCheckpoints()
    {
        Directory.CreateDirectory(Root);
        Settings["Checkpoints:Origin"] = Origin;
        Settings["Checkpoints:Folder"] = Published;
        Settings["Checkpoints:Interval"] = "00:00:00.100";
        Key = AddKey();
    }

    /// <summary>Configuration, key → value.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>The first key of the log.</summary>
    public VerifierKey Key { get; }

    public string Root { get; } = Path.Combine(Path.GetTempPath(), "governance-checkpoints-" + Path.GetRandomFileName());

    public string Published => Path.Combine(Root, "published");

    public byte[] Seed { get; private set; } = [];

    /// <summary>One more key, kept in a file.</summary>
    public VerifierKey AddKey(DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var index = Settings.Keys.Count(k => k.EndsWith(":Secret", StringComparison.Ordinal));
        var seed = RandomNumberGenerator.GetBytes(32);
        Seed = index == 0 ? seed : Seed;
        var file = Path.Combine(Root, $"key-{index}");
        File.WriteAllText(file, Convert.ToBase64String(seed) + "\n");
        Settings[$"Checkpoints:Keys:{index}:Secret"] = "file:" + file;
        if (from is not null)
            Settings[$"Checkpoints:Keys:{index}:SignsFrom"] = from.Value.ToString("O", CultureInfo.InvariantCulture);
        if (until is not null)
            Settings[$"Checkpoints:Keys:{index}:SignsUntil"] = until.Value.ToString("O", CultureInfo.InvariantCulture);
        return new VerifierKey(Origin, SignatureType.Ed25519, Ed25519.PublicKey(seed));
    }

    public void AddWitness(Uri url, VerifierKey key, int quorum)
    {
        var index = Settings.Keys.Count(k => k.EndsWith(":VerifierKey", StringComparison.Ordinal));
        Settings[$"Checkpoints:Witnesses:{index}:Url"] = url.AbsoluteUri;
        Settings[$"Checkpoints:Witnesses:{index}:VerifierKey"] = key.ToString();
        Settings["Checkpoints:Quorum"] = quorum.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The same settings as a process gets them.</summary>
    public void AddTo(IDictionary<string, string?> environment)
    {
        foreach (var (key, value) in Settings)
            environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
