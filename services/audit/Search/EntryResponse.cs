using System.Text.Json;

namespace Governance.Audit.Search;

/// <summary>What an entry says. Where the payload was erased or dropped, object, subject and correlation are null and only the envelope's fields are left.</summary>
/// <param name="Sequence">Position in the log, from 0: the leaf's index.</param>
/// <param name="Action">Name of the event.</param>
/// <param name="IsPayloadGone">Erased or dropped; an entry of the log says which.</param>
internal sealed record EntryResponse(
    long Sequence,
    Guid EventId,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string Source,
    string Action,
    string ActorType,
    string? ActorId,
    string? OnBehalfOf,
    string? ObjectType,
    string? ObjectId,
    int? ObjectVersion,
    string? SubjectPseudonym,
    string? Purpose,
    string Outcome,
    string? Reason,
    string? CorrelationId,
    bool IsPayloadGone)
{
    public static EntryResponse Of(FoundEntry found)
    {
        var (e, p) = (found.Entry, found.Details);
        return new(
            e.Sequence, e.EventId, e.OccurredAt, e.RecordedAt, e.Source, e.Action, e.ActorType, e.ActorId ?? p?.ActingSubject ?? p?.SubjectPseudonym, p?.OnBehalfOf,
            p?.ObjectType, p?.ObjectId, p?.ObjectVersion, p?.SubjectPseudonym, e.Purpose, e.Outcome, e.Reason, p?.CorrelationId, p is null);
    }
}

/// <param name="LeafHash">Hex, of the envelope's bytes.</param>
/// <param name="Envelope">What the tree commits to.</param>
/// <param name="Event">The whole event as the service sent it; null when erased or dropped.</param>
/// <param name="Nonce">Hex, opens the envelope's commitment to the event's bytes.</param>
internal sealed record EntryDetail(EntryResponse Entry, string LeafHash, JsonElement Envelope, JsonElement? Event, string? Nonce);
