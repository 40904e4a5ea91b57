namespace Governance.Consent.Records;

/// <summary>One record of a subject's history for one purpose, as far as the current state depends on it.</summary>
/// <param name="Version">Position in the history, from 1 without gaps.</param>
/// <param name="ExpiresAt">End of the consent given by this record; that instant is no longer covered.</param>
internal sealed record ConsentEntry(
    Guid RecordId,
    int Version,
    ConsentAction Action,
    DateTimeOffset RecordedAt,
    NoticeReference? Notice = null,
    DateTimeOffset? ExpiresAt = null);

internal sealed record NoticeReference(string Code, int Version);

/// <summary>The state that a history of records adds up to. Never stored: always derived.</summary>
/// <param name="Latest">The record that <paramref name="Status"/> rests on.</param>
/// <param name="Objection">The objection in force, if there is one.</param>
internal sealed record ConsentState(ConsentStatus Status, ConsentEntry? Latest, ConsentEntry? Objection)
{
    public static ConsentState Initial { get; } = new(ConsentStatus.Unknown, null, null);

    public static ConsentState Of(IEnumerable<ConsentEntry> history, DateTimeOffset at) =>
        history.Aggregate(Initial, (state, entry) => state.Apply(entry)).AsOf(at);

    public ConsentState Apply(ConsentEntry entry) => entry.Action switch
    {
        ConsentAction.Give when AsOf(entry.RecordedAt).Status.IsValid() => this with { Status = ConsentStatus.Renewed, Latest = entry },
        ConsentAction.Give => this with { Status = ConsentStatus.Given, Latest = entry },
        ConsentAction.Refuse => this with { Status = ConsentStatus.Refused, Latest = entry },
        ConsentAction.Withdraw => this with { Status = ConsentStatus.Withdrawn, Latest = entry },
        // The answer still rests on the consent that ran out, as it did before its expiry was recorded.
        ConsentAction.Expire => this with { Status = ConsentStatus.Expired },
        ConsentAction.Object => this with { Objection = entry },
        ConsentAction.LiftObjection => this with { Objection = null },
        _ => throw new ArgumentOutOfRangeException(nameof(entry)),
    };

    /// <summary>A consent whose time has run out is expired even before the expiry has been recorded.</summary>
    private ConsentState AsOf(DateTimeOffset at) =>
        Status.IsValid() && Latest?.ExpiresAt is { } expiry && at >= expiry ? this with { Status = ConsentStatus.Expired } : this;
}
