using System.Runtime.InteropServices;

namespace Governance.Notes;

/// <summary>Replaces a small file so that a crash at any instant leaves the old or the new content, and the new one survives a power cut.</summary>
public static partial class DurableFile
{
    private const int ReadOnly = 0;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <param name="step">Told what has just been done: <c>written</c>, <c>flushed</c>, <c>renamed</c>, <c>durable</c>.</param>
    public static void Replace(string path, ReadOnlySpan<byte> content, Action<string> step)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Readable;
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(content);
            step("written");
            stream.Flush(flushToDisk: true);
        }

        step("flushed");
        File.Move(temporary, path, overwrite: true);
        step("renamed");
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        step("durable");
    }

    /// <summary>The rename itself is durable only once the folder is.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw new IOException($"The folder {folder} could not be opened to make it durable.");
        var failed = Flush(descriptor) != 0;
        _ = Close(descriptor);
        if (failed)
            throw new IOException($"The folder {folder} could not be made durable.");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
