using System.Text.Json;
using Governance.Audit.Log;

namespace Governance.Audit.Search;

/// <param name="Sequence">Position in the log, from 0: the leaf's index.</param>
/// <param name="Action">Name of the event.</param>
internal sealed record EntryResponse(
    long Sequence,
    Guid EventId,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string Source,
    string Action,
    string ActorType,
    string ActorId,
    string? OnBehalfOf,
    string ObjectType,
    string ObjectId,
    int? ObjectVersion,
    string? SubjectPseudonym,
    string? Purpose,
    string Outcome,
    string? Reason,
    string? CorrelationId)
{
    public static EntryResponse Of(LogEntry e) => new(
        e.Sequence, e.EventId, e.OccurredAt, e.RecordedAt, e.Source, e.Action, e.ActorType, e.ActorId, e.OnBehalfOf,
        e.ObjectType, e.ObjectId, e.ObjectVersion, e.SubjectPseudonym, e.Purpose, e.Outcome, e.Reason, e.CorrelationId);
}

/// <param name="LeafHash">Hex, of the entry's bytes.</param>
/// <param name="Content">The entry as recorded, with the whole event.</param>
internal sealed record EntryDetail(EntryResponse Entry, string LeafHash, JsonElement Content);
