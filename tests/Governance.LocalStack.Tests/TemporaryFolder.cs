namespace Governance.LocalStack.Tests;

/// <summary>A run folder that is removed at the end, together with data kept elsewhere for it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string parent;

    public TemporaryFolder(string prefix = "governance-test-", string? under = null)
    {
        parent = under is null
            ? Directory.CreateTempSubdirectory(prefix).FullName
            : Directory.CreateDirectory(Path.Combine(under, prefix + Path.GetRandomFileName())).FullName;
        if (under is null)
        {
            File.SetUnixFileMode(parent, (UnixFileMode)0b111_001_001);
        }

        Run = new RunFolder(Path.Combine(parent, "run"));
    }

    public RunFolder Run { get; }

    public string Parent => parent;

    public void Dispose()
    {
        Run.Delete();
        Directory.Delete(parent, recursive: true);
    }
}
