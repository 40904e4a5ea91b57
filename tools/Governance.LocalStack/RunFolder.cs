using System.Security.Cryptography;
using System.Text;
using Governance.LocalStack.Processes;

namespace Governance.LocalStack;

/// <summary>The folder that holds everything one local stack makes: data, logs, secrets, pids.</summary>
public sealed class RunFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public RunFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Pids = new PidFile(In("pids.json"));
        Ports = new PortBook(In("ports.json"));
        Secrets = new SecretStore(In("secrets"));
    }

    public string Path { get; }

    public SecretStore Secrets { get; }

    public string LogFolder => In("logs");

    internal PidFile Pids { get; }

    internal PortBook Ports { get; }

    private string Pointer => In("data-location");

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public string Log(string name) => System.IO.Path.Combine(LogFolder, name + ".log");

    /// <summary>Makes the folder and its parts for the owner alone; other users can pass through it to data of their own.</summary>
    public void Create()
    {
        Directory.CreateDirectory(Path, PassThrough);
        Directory.CreateDirectory(LogFolder, OwnerOnly);
    }

    public string PrivateFolder(string name) => Directory.CreateDirectory(In(name), OwnerOnly).FullName;

    /// <summary>
    /// A folder that a server running as <paramref name="user"/> owns (null: the current user). Where that user cannot reach this
    /// folder (a clone in a home of mode 700), the data stands under /var/tmp and the file data-location says where.
    /// </summary>
    internal async Task<string> DataFolderAsync(string name, string? user, CancellationToken ct)
    {
        if (user is null)
        {
            return PrivateFolder(name);
        }

        var (unreachable, _) = await Launcher.RunAsync("test", ["-x", Path], user, ct: ct);
        var folder = System.IO.Path.Combine(unreachable == 0 ? Path : await FallbackAsync(ct), name);
        var (failed, output) = await Launcher.RunAsync("install", ["-d", "-m", "700", "-o", user, "-g", user, folder], ct: ct);
        return failed == 0 ? folder : throw new StackException($"Could not make {folder}: {output}", "Check that the disk is writable and not full.");
    }

    /// <summary>Run folders inside this one, such as those of end-to-end tests.</summary>
    public IEnumerable<RunFolder> Nested()
    {
        var depth = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 5, IgnoreInaccessible = true };
        return Directory.Exists(Path)
            ? Directory.GetFiles(Path, "pids.json", depth).Select(file => System.IO.Path.GetDirectoryName(file)!).Where(folder => folder != Path).Select(folder => new RunFolder(folder))
            : [];
    }

    /// <summary>Removes the folder and the data kept elsewhere for it.</summary>
    public void Delete()
    {
        if (File.Exists(Pointer) && File.ReadAllText(Pointer).Trim() == FallbackPath && Directory.Exists(FallbackPath))
        {
            DeleteTree(FallbackPath);
        }

        DeleteTree(Path);
    }

    private static void DeleteTree(string path)
    {
        for (var attempt = 1; Directory.Exists(path); attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (attempt < 20)
            {
                // What is on its way out removes and writes files of its own meanwhile.
            }
        }
    }

    private string FallbackPath => "/var/tmp/governance-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..16];

    private async Task<string> FallbackAsync(CancellationToken ct)
    {
        if (!Native.MakeDirectory(FallbackPath, PassThrough))
        {
            // The name can be guessed and anyone may write to /var/tmp: use it only when it is a plain directory of ours.
            var (_, owner) = await Launcher.RunAsync("stat", ["-c", "%u %F", FallbackPath], ct: ct);
            if (owner != "0 directory")
            {
                throw new StackException($"{FallbackPath} belongs to somebody else.", "Remove it, or clone the repository outside the home folder.");
            }
        }

        await File.WriteAllTextAsync(Pointer, FallbackPath, ct);
        return FallbackPath;
    }
}
