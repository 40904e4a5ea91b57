using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.Audit.Verification;

/// <summary>What is wrong at one place of the log.</summary>
internal enum FindingKind
{
    /// <summary>No row where the head promises one.</summary>
    Missing,

    /// <summary>The row's bytes are not those that the tree holds.</summary>
    Edited,

    /// <summary>The row belongs to another place of the log.</summary>
    Reordered,

    /// <summary>A row that was never appended stands here.</summary>
    Inserted,

    /// <summary>A search column says something else than the entry's bytes.</summary>
    ColumnDiffers,

    /// <summary>A column holds something that can't be read at all.</summary>
    Unreadable,

    /// <summary>A stored tile differs from the entries, while these give the promised root.</summary>
    TileDiffers,

    TileMissing,

    TileInserted,

    /// <summary>The entries do not give the promised root, or the promise is missing.</summary>
    HeadDiffers,

    /// <summary>An entry has no payload, and no entry says that it was erased or dropped.</summary>
    PayloadMissing,

    /// <summary>A payload that no entry stands before, or a second one.</summary>
    PayloadInserted,

    /// <summary>A payload can't be opened, or is not what the entry commits to.</summary>
    PayloadDiffers,

    /// <summary>A payload is there although the log says that it was erased or dropped.</summary>
    ErasureUndone,
}

/// <param name="Sequence">Where in the log; for tiles the first entry below the tile, null for the head.</param>
/// <param name="Detail">Column or tile concerned.</param>
internal sealed record Finding(FindingKind Kind, long? Sequence, string? Detail = null)
{
    /// <summary>The kind as a reason code, for example <c>column-differs</c>.</summary>
    [JsonIgnore]
    public string Code => JsonNamingPolicy.KebabCaseLower.ConvertName(Kind.ToString());
}

/// <param name="Size">Entries that the head promises, or 0 when it is missing.</param>
internal sealed record VerificationResult(long Size, byte[] RootHash, byte[] ComputedRootHash, IReadOnlyList<Finding> Findings);
