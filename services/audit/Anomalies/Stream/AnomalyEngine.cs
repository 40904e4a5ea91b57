using Governance.Audit.Anomalies.Detectors;

namespace Governance.Audit.Anomalies.Stream;

/// <summary>Passes entries through the detectors, in order. What it finds depends on the entries and the settings only, not on how they are cut into batches.</summary>
internal sealed class AnomalyEngine
{
    private readonly WatchState _state;
    private readonly DetectionContext _context;
    private readonly AuditGaps _gaps;
    private readonly SilentSources _silences;
    private readonly List<IDetector> _detectors;

    /// <param name="known">New anomalies are added.</param>
    public AnomalyEngine(AnomalySettings settings, WatchState state, Known known)
    {
        _state = state;
        _context = new DetectionContext(settings, state.History, known);
        _gaps = new AuditGaps(_context);
        _silences = new SilentSources(_context);
        _detectors = [_silences];
        if (settings.AuditGaps.Enabled)
            _detectors.Add(_gaps);
        if (settings.BulkAccess.Enabled)
            _detectors.Add(new BulkAccess(_context));
        if (settings.OffHours.Enabled)
            _detectors.Add(new OffHours(_context));
        if (settings.Refusals.Enabled)
            _detectors.Add(new RepeatedRefusals(_context));
        if (settings.Approvals.Enabled)
            _detectors.Add(new ApprovalPatterns(_context, state.Approvals));
    }

    public static IReadOnlyList<string> Detectors { get; } = [ApprovalPatterns.Name, AuditGaps.Name, BulkAccess.Name, OffHours.Name, RepeatedRefusals.Name];

    /// <param name="size">Of the log, as its head says.</param>
    public IReadOnlyList<Detection> Look(IEnumerable<WatchedEntry> entries, long size, DateTimeOffset now)
    {
        if (size < _state.Next)
        {
            if (_context.Settings.AuditGaps.Enabled)
                _gaps.Shrunk(_state.Next, size, now);
            _state.Next = size;
        }

        foreach (var entry in entries)
            Look(entry);
        return _context.TakeFound();
    }

    /// <summary>The places up to this one were read; where no entry stood is a gap.</summary>
    public IReadOnlyList<Detection> ReadUpTo(long sequence, DateTimeOffset now)
    {
        // They were recorded about when the entry before them was.
        Skip(sequence, _state.RecordedAt > DateTimeOffset.UnixEpoch ? _state.RecordedAt : now);
        return _context.TakeFound();
    }

    /// <summary>All there is has been read, and nothing more happened up to this time.</summary>
    public IReadOnlyList<Detection> NothingUntil(DateTimeOffset time)
    {
        Advance(time);
        return _context.TakeFound();
    }

    private void Look(WatchedEntry entry)
    {
        Skip(entry.Sequence, entry.RecordedAt);
        _state.Next = entry.Sequence + 1;
        if (_context.Settings.AuditGaps.Enabled)
            _gaps.Recorded(entry, _state.RecordedAt);
        _state.RecordedAt = entry.RecordedAt;
        // What the detectors themselves and their reviewers say must not feed the detectors.
        if (entry.Source == AuditService.Name && entry.Action is nameof(Contracts.Audit.V1.AnomalyDetected) or nameof(Contracts.Audit.V1.AnomalyReviewed))
            return;

        var at = entry.OccurredAt < entry.RecordedAt ? entry.OccurredAt : entry.RecordedAt;
        Advance(at);
        // Older than what is remembered: nothing to compare with.
        if (at <= _state.Watermark.AddDays(-_context.Settings.LookbackDays))
            at = entry.RecordedAt;
        foreach (var detector in _detectors)
            detector.Look(entry, at);
    }

    private void Skip(long sequence, DateTimeOffset now)
    {
        if (sequence > _state.Next && _context.Settings.AuditGaps.Enabled)
            _gaps.Missing(_state.Next, sequence - _state.Next, now);
        _state.Next = Math.Max(_state.Next, sequence);
    }

    private void Advance(DateTimeOffset time)
    {
        if (time > _state.Watermark)
            _state.Watermark = time;
        var hour = _context.Calendar.HourOf(_state.Watermark);
        if (hour <= _state.SilenceLookedAt)
            return;
        if (_context.Settings.AuditGaps.Enabled)
            _silences.Until(_state.Watermark);
        _state.SilenceLookedAt = hour;
    }
}
