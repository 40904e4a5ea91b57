using Governance.Messaging.Idempotency;
using Governance.Messaging.Outbox;

namespace Governance.Consent.Records;

/// <summary>What one statement writes: records, their events, what the caches must drop, and answers kept for repeats.</summary>
internal sealed class RecordRows
{
    private readonly List<ConsentRecord> _records = [];
    private readonly List<OutboxMessage> _messages = [];
    private readonly List<IdempotencyRecord> _answers = [];

    public IReadOnlyList<ConsentRecord> Records => _records;

    public IReadOnlyList<OutboxMessage> Messages => _messages;

    public IReadOnlyList<IdempotencyRecord> Answers => _answers;

    public IReadOnlyList<StreamKey> Changed => [.. _records.Select(r => r.Key).Distinct()];

    public void Add(IReadOnlyList<Addition> additions, MessageOutbox outbox, IdempotencyRecord? answer = null)
    {
        var messages = additions.Where(a => a.Event is not null).Select(a => outbox.RowOf(a.Event!)).ToList();
        _records.AddRange(additions.Select(a => a.Record));
        _messages.AddRange(messages);
        if (answer is not null)
            _answers.Add(answer);
    }

    /// <summary>In one order over all writers, so that none waits for another that waits for it.</summary>
    public void Sort()
    {
        _records.Sort((a, b) => string.CompareOrdinal(a.Subject, b.Subject) is var bySubject and not 0
            ? bySubject
            : string.CompareOrdinal(a.PurposeCode, b.PurposeCode) is var byPurpose and not 0 ? byPurpose : a.Version.CompareTo(b.Version));
        _answers.Sort((a, b) => string.CompareOrdinal(a.Caller, b.Caller) is var byCaller and not 0 ? byCaller : string.CompareOrdinal(a.Key, b.Key));
    }
}
