using System.Globalization;
using Governance.Dsar.Crypto;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Packages;

/// <summary>Encrypted files in the packages' folder. Written beside and renamed, so a file is there in full or not at all.</summary>
internal sealed class PackageFiles(IOptions<PackageOptions> options, KeyVault keys, TimeProvider clock)
{
    public static string PartName(Guid package, Guid dataStore, int step) =>
        Path.Combine(package.ToString(), string.Create(CultureInfo.InvariantCulture, $"{dataStore}.{step}.part"));

    public static string ZipName(Guid package) => Path.Combine(package.ToString(), "package.zip.enc");

    /// <returns>Bytes before encryption.</returns>
    public async Task<long> WriteAsync(AccessPackage package, string name, Func<Stream, Task> write, CancellationToken ct)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = $"{path}.{Guid.CreateVersion7(clock.GetUtcNow())}.tmp";
        try
        {
            long bytes;
            await using (var file = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 }))
            {
                await using var encrypt = new ChunkedEncryptStream(file, keys.Unwrap(package.WrappedKey!, package.Id));
                await write(encrypt);
                await encrypt.CompleteAsync(ct);
                file.Flush(flushToDisk: true);
                bytes = encrypt.PlainBytes;
            }

            File.Move(beside, path, overwrite: true);
            return bytes;
        }
        finally
        {
            File.Delete(beside);
        }
    }

    public Stream Read(AccessPackage package, string name) => new ChunkedDecryptStream(
        new FileStream(PathOf(name), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }),
        keys.Unwrap(package.WrappedKey!, package.Id));

    /// <summary>The assembled file, from any place of it.</summary>
    public Stream ReadAnywhere(AccessPackage package) => new ChunkedFileStream(
        new FileStream(PathOf(package.FileName!), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.RandomAccess, BufferSize = 0 }),
        keys.Unwrap(package.WrappedKey!, package.Id));

    public void DeleteAll(Guid package)
    {
        if (Directory.Exists(PathOf(package.ToString())))
            Directory.Delete(PathOf(package.ToString()), recursive: true);
    }

    public void DeleteParts(Guid package)
    {
        var folder = PathOf(package.ToString());
        if (!Directory.Exists(folder))
            return;
        foreach (var part in Directory.EnumerateFiles(folder, "*.part*"))
            File.Delete(part);
    }

    private string PathOf(string name) => Path.Combine(Path.GetFullPath(options.Value.Directory), name);
}
