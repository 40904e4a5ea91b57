using System.Security.Cryptography;
using System.Text;
using Governance.Notes;
using Governance.ServiceDefaults;

namespace Governance.Witness;

/// <summary>The stored memory of a log can't be read or is not what this witness once signed: it cosigns nothing until someone has looked.</summary>
internal sealed class DamagedMemoryException(string message) : Exception(message);

/// <summary>
/// Remembers the newest checkpoint cosigned of each log: a file each, which is the cosigned note itself, so that the witness's own
/// signature guards its memory. One process at a time.
/// </summary>
internal sealed class CosignedStore : IDisposable
{
    private readonly string _folder;
    private readonly VerifierKey _own;
    private readonly FaultPoints _faults;
    private readonly FileStream _claim;

    /// <exception cref="IOException">Another process uses the folder.</exception>
    public CosignedStore(string folder, VerifierKey own, FaultPoints faults)
    {
        (_folder, _own, _faults) = (Path.GetFullPath(folder), own, faults);
        Directory.CreateDirectory(_folder);
        _claim = new FileStream(Path.Combine(_folder, "witness.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <returns>Null when no checkpoint of the log was ever cosigned.</returns>
    /// <exception cref="DamagedMemoryException"/>
    public (Checkpoint Checkpoint, SignedNote Note)? Read(string origin)
    {
        var path = PathOf(origin);
        if (!File.Exists(path))
            return null;
        return SignedNote.TryParse(File.ReadAllBytes(path), out var note)
            && note.VerifiedBy([_own]).Count == 1
            && Checkpoint.TryParse(note.Text, out var checkpoint)
            && checkpoint.Origin == origin
            ? (checkpoint, note)
            : throw new DamagedMemoryException("What is stored as the last cosigned checkpoint does not carry this witness's cosignature.");
    }

    /// <summary>Returns once the note is safe on the disk.</summary>
    public void Write(string origin, SignedNote note) => DurableFile.Replace(PathOf(origin), note.ToBytes(), step => _faults.Hit($"witness.{step}"));

    public void Dispose() => _claim.Dispose();

    // Origins are free text; their hash is a safe name.
    private string PathOf(string origin) => Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin))) + ".checkpoint");
}
