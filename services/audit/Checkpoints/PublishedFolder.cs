using Governance.Notes;
using Governance.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Checkpoints;

/// <summary>A note as it stands in the folder, with what it says.</summary>
internal sealed record PublishedCheckpoint(SignedNote Note, Checkpoint Checkpoint, DateTimeOffset PublishedAt);

/// <summary>What stands where a checkpoint should be is not one of this log.</summary>
internal sealed class UnreadableCheckpointException(string message) : Exception(message);

/// <summary>
/// The folder outside the database where checkpoints are published: <c>checkpoint</c> as signed by the log, <c>witnessed</c> with the
/// cosignatures of enough witnesses. It remembers what a restored backup of the database has forgotten.
/// </summary>
internal sealed class PublishedFolder(IOptions<CheckpointOptions> options, SigningKeys keys, FaultPoints faults)
{
    private const string Signed = "checkpoint";
    private const string Witnessed = "witnessed";
    private readonly string _folder = Path.GetFullPath(options.Value.Folder);

    /// <summary>The right to publish, until disposed; null while another process or thread has it.</summary>
    public IDisposable? TryClaim()
    {
        Directory.CreateDirectory(_folder);
        try
        {
            return new FileStream(Path.Combine(_folder, "publisher.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <exception cref="UnreadableCheckpointException"/>
    public PublishedCheckpoint? ReadSigned() => Read(Signed);

    /// <exception cref="UnreadableCheckpointException"/>
    public PublishedCheckpoint? ReadWitnessed() => Read(Witnessed);

    /// <summary>Needs the claim.</summary>
    public void WriteSigned(SignedNote note) => DurableFile.Replace(Path.Combine(_folder, Signed), note.ToBytes(), step => faults.Hit($"audit.checkpoint.{step}"));

    /// <summary>Needs the claim.</summary>
    public void WriteWitnessed(SignedNote note) => DurableFile.Replace(Path.Combine(_folder, Witnessed), note.ToBytes(), step => faults.Hit($"audit.witnessed.{step}"));

    private PublishedCheckpoint? Read(string name)
    {
        var file = new FileInfo(Path.Combine(_folder, name));
        if (!file.Exists)
            return null;
        if (file.Length > SignedNote.MaxBytes
            || !SignedNote.TryParse(File.ReadAllBytes(file.FullName), out var note)
            || keys.Read(note) is not { } checkpoint)
            throw new UnreadableCheckpointException("The published checkpoint is not one of this log, or is signed by none of its keys.");
        return new PublishedCheckpoint(note, checkpoint, new DateTimeOffset(file.LastWriteTimeUtc));
    }
}
