using Governance.Audit.Checkpoints;

namespace Governance.Audit.Tiles;

/// <summary>Which checkpoint is handed out: the newest that enough witnesses have cosigned, or, without witnesses, the newest signed.</summary>
internal sealed class ServedCheckpoint(PublishedFolder folder, Witnesses witnesses)
{
    /// <param name="alsoUnwitnessed">Rather the newest signed than the newest witnessed.</param>
    public PublishedCheckpoint? Newest(bool alsoUnwitnessed = false)
    {
        try
        {
            return witnesses.Quorum == 0 || alsoUnwitnessed ? folder.ReadSigned() : folder.ReadWitnessed();
        }
        catch (UnreadableCheckpointException)
        {
            return null;
        }
    }

    public bool IsWitnessed(PublishedCheckpoint checkpoint) => witnesses.Quorum > 0 && witnesses.CountOn(checkpoint.Note) >= witnesses.Quorum;

    /// <summary>Entries under the newest signed checkpoint: what can't change any more.</summary>
    public long PublishedSize() => Newest(alsoUnwitnessed: true)?.Checkpoint.Size ?? 0;
}
