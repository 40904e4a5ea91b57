using System.Text.Json;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Trail;
using Governance.Contracts.Audit.V1;
using Governance.Messaging;
using Npgsql;

namespace Governance.Audit.Verification;

/// <summary>Which payloads the log itself says were erased or dropped. An entry speaks only of entries before it.</summary>
internal sealed class GonePayloads
{
    private List<SequenceRange> _ranges = [];

    public bool Contains(long sequence)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (sequence < _ranges[middle].First)
                high = middle - 1;
            else if (sequence > _ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }

        return false;
    }

    /// <summary>Reads the entries that say so. One that can't be opened counts for nothing; the check of its own payload tells of it.</summary>
    public static async Task<GonePayloads> ReadAsync(NpgsqlConnection rows, NpgsqlConnection keys, PayloadVault vault, CancellationToken ct)
    {
        var gone = new GonePayloads();
        using var check = new PayloadCheck(vault, gone, new FindingList());
        var kept = new Dictionary<long, LogEntry>();
        await foreach (var entry in EntryReader.ReadAsync(rows, $"WHERE month = '{PayloadMonth.Literal(PayloadMonth.Kept)}'", ct))
            kept[entry.Sequence] = entry;
        var ranges = new List<SequenceRange>();
        await foreach (var payload in new PayloadStream(rows, keys).ReadAsync($"WHERE month = '{PayloadMonth.Literal(PayloadMonth.Kept)}'", ct))
        {
            if (kept.TryGetValue(payload.Row.Sequence, out var entry) && Read(check, entry, payload) is { } said)
                ranges.AddRange(said.Where(r => r.First >= 0 && r.First <= r.Last && r.Last < entry.Sequence));
        }

        gone._ranges = Merged(ranges);
        return gone;
    }

    private static List<SequenceRange>? Read(PayloadCheck check, LogEntry entry, PayloadWithKey payload)
    {
        try
        {
            var envelope = EntryEnvelope.Read(entry.Canonical);
            if (!Evidence.IsType(envelope.Type) || check.Open(envelope, payload) is not { } opened)
                return null;
            using var json = JsonDocument.Parse(opened.Event);
            return json.RootElement.GetProperty("entries").Deserialize<List<SequenceRange>>(MessageJson.Options);
        }
        catch (Exception exception) when (exception is InvalidEntryException or JsonException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static List<SequenceRange> Merged(List<SequenceRange> ranges)
    {
        var merged = new List<SequenceRange>(ranges.Count);
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            else
                merged.Add(range);
        }

        return merged;
    }
}
