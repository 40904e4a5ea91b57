namespace Governance.Consent.Import;

internal enum ImportFormat
{
    Csv,
    JsonLines,
}

internal enum ImportState
{
    /// <summary>The upload is under way.</summary>
    Receiving,
    Queued,
    Running,
    Completed,
    Failed,
}

/// <summary>An upload of consents that were given elsewhere, and how far it has been worked off.</summary>
internal sealed class ConsentImport
{
    public required Guid Id { get; init; }

    /// <summary>Where the consents come from, a code. External ids are unique within it.</summary>
    public required string Source { get; init; }

    public required ImportFormat Format { get; init; }

    public required ImportState State { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>SHA-256 of the upload, lower-case hex.</summary>
    public string? ContentHash { get; set; }

    /// <summary>Lines that hold something, without the header.</summary>
    public long Lines { get; set; }

    public long Imported { get; set; }

    /// <summary>Lines that had been imported before.</summary>
    public long Unchanged { get; set; }

    public long Rejected { get; set; }

    /// <summary>Imported without evidence.</summary>
    public long Undemonstrable { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? FailureCode { get; set; }

    public Guid? Lease { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>How often the chunk that is next was begun.</summary>
    public int Attempts { get; set; }
}

/// <summary>Checked lines that wait to become records. Identifiers are pseudonyms by now: what was uploaded is not kept.</summary>
internal sealed class ImportChunk
{
    public required Guid ImportId { get; init; }

    public required int Number { get; init; }

    public required byte[] Data { get; init; }
}

/// <summary>Why a line was not imported.</summary>
internal sealed class ImportError
{
    public required Guid ImportId { get; init; }

    /// <summary>From 1; the header of a CSV is line 1.</summary>
    public required long Line { get; init; }

    public required string Code { get; init; }

    public string? Field { get; init; }
}
