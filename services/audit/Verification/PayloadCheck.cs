using System.Security.Cryptography;
using System.Text.Json;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Trail;

namespace Governance.Audit.Verification;

/// <summary>Compares an entry's payload with what the entry commits to, and its columns with the event.</summary>
internal sealed class PayloadCheck(PayloadVault vault, GonePayloads gone, FindingList findings) : IDisposable
{
    private const int KeptKeys = 4096;
    private readonly Dictionary<Guid, AesGcm> _keys = [];

    /// <param name="payloads">Those that bear the entry's sequence: one, or none when it was erased or dropped.</param>
    public void Check(LogEntry entry, EntryEnvelope envelope, IReadOnlyList<PayloadWithKey> payloads)
    {
        var isGone = gone.Contains(entry.Sequence);
        if (payloads.Count == 0 && !isGone)
            findings.Add(FindingKind.PayloadMissing, entry.Sequence);
        if (payloads.Count > 0 && isGone)
            findings.Add(FindingKind.ErasureUndone, entry.Sequence);
        if (payloads.Count > 1)
            findings.Add(FindingKind.PayloadInserted, entry.Sequence);
        if (payloads.Count == 1 && !isGone)
            CheckOne(entry, envelope, payloads[0]);
    }

    /// <summary>Null when the payload can't be opened, or is not what the entry commits to.</summary>
    public OpenPayload? Open(EntryEnvelope envelope, PayloadWithKey payload)
    {
        try
        {
            if (payload.Key is null)
                return null;
            var opened = PayloadVault.Open(KeyOf(payload.Key), payload.Row.Sealed, envelope.Id);
            return opened.Commitment().AsSpan().SequenceEqual(envelope.Commitment) ? opened : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => Forget();

    private void CheckOne(LogEntry entry, EntryEnvelope envelope, PayloadWithKey payload)
    {
        if (Open(envelope, payload) is not { } opened)
        {
            findings.Add(FindingKind.PayloadDiffers, entry.Sequence, payload.Key is null ? "payloads.key_id" : "payloads.sealed");
            return;
        }

        using var json = JsonDocument.Parse(opened.Event);
        var facts = EventFacts.Read(json.RootElement);
        var said = facts.ToPayload(entry.Sequence, PayloadMonth.Of(envelope.Type, envelope.RecordedAt)) with { KeyId = payload.Row.KeyId, Sealed = payload.Row.Sealed };
        foreach (var column in PayloadColumns.All.Where(c => !Equals(c.Value(payload.Row), c.Value(said))))
            findings.Add(FindingKind.ColumnDiffers, entry.Sequence, $"payloads.{column.Name}");
        if (EntryEnvelope.Of(envelope.Type, facts, envelope.RecordedAt, envelope.Commitment) != envelope)
            findings.Add(FindingKind.PayloadDiffers, entry.Sequence, "envelope");
        if (payload.Key!.SubjectPseudonym != said.SubjectPseudonym || (said.SubjectPseudonym is null && payload.Key.Month != said.Month))
            findings.Add(FindingKind.PayloadDiffers, entry.Sequence, "payloads.key_id");
    }

    private AesGcm KeyOf(PayloadKey row)
    {
        if (_keys.TryGetValue(row.Id, out var key))
            return key;
        if (_keys.Count == KeptKeys)
            Forget();
        return _keys[row.Id] = vault.Unwrap(row);
    }

    private void Forget()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
        _keys.Clear();
    }
}
