namespace Governance.Consent.Records;

/// <summary>One record of a subject's history for one purpose, as far as the current state depends on it.</summary>
/// <param name="Version">Position in the history, from 1 without gaps.</param>
/// <param name="ExpiresAt">End of the consent given by this record; that instant is no longer covered.</param>
/// <param name="OccurredAt">When it happened, where that is earlier than when it was recorded.</param>
/// <param name="Demonstrable">False for imported consent that came without evidence.</param>
internal sealed record ConsentEntry(
    Guid RecordId,
    int Version,
    ConsentAction Action,
    DateTimeOffset RecordedAt,
    NoticeReference? Notice = null,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? OccurredAt = null,
    bool Demonstrable = true)
{
    public DateTimeOffset HappenedAt => OccurredAt ?? RecordedAt;
}

internal sealed record NoticeReference(string Code, int Version);

/// <summary>The state that a history of records adds up to. Never stored: always derived.</summary>
/// <param name="Latest">The record that <paramref name="Status"/> rests on.</param>
/// <param name="Objection">The objection in force, if there is one.</param>
/// <param name="UpTo">When the last thing happened that counted.</param>
internal sealed record ConsentState(ConsentStatus Status, ConsentEntry? Latest, ConsentEntry? Objection, DateTimeOffset UpTo = default)
{
    public static ConsentState Initial { get; } = new(ConsentStatus.Unknown, null, null);

    public static ConsentState Of(IEnumerable<ConsentEntry> history, DateTimeOffset at) => Of([.. history], at, DateTimeOffset.MaxValue);

    public static ConsentState Of(IReadOnlyList<ConsentEntry> history, DateTimeOffset at) => Of(history, at, DateTimeOffset.MaxValue);

    /// <param name="known">Records up to this time count.</param>
    public static ConsentState Of(IReadOnlyList<ConsentEntry> history, DateTimeOffset at, DateTimeOffset known)
    {
        var state = Initial;
        for (var i = 0; i < history.Count; i++)
        {
            if (history[i].RecordedAt <= known)
                state = state.Apply(history[i]);
        }
        return state.AsOf(at);
    }

    /// <summary>What is recorded late, about a time before the last thing that counted, is kept and changes nothing.</summary>
    public ConsentState Apply(ConsentEntry entry) => entry.HappenedAt < UpTo ? this : Next(entry) with { UpTo = entry.HappenedAt };

    private ConsentState Next(ConsentEntry entry)
    {
        var stands = AsOf(entry.HappenedAt).Status.IsValid();
        return entry.Action switch
        {
            ConsentAction.Give => To(stands ? ConsentStatus.Renewed : ConsentStatus.Given, entry),
            // Only what stands can be reaffirmed.
            ConsentAction.Renew => stands ? To(ConsentStatus.Renewed, entry) : this,
            ConsentAction.Refuse => To(ConsentStatus.Refused, entry),
            ConsentAction.Withdraw => To(ConsentStatus.Withdrawn, entry),
            ConsentAction.Invalidate => To(ConsentStatus.Invalidated, entry),
            ConsentAction.Revoke => To(ConsentStatus.Revoked, entry),
            // Asking again ends nothing that was given: a stranger who types in an address can't take consent away.
            ConsentAction.Request => stands ? this : To(ConsentStatus.Requested, entry),
            ConsentAction.Defer => stands ? this : To(ConsentStatus.Deferred, entry),
            ConsentAction.Pend => stands ? this : To(ConsentStatus.Pending, entry),
            // The answer still rests on the consent that ran out, as it did before its expiry was recorded.
            ConsentAction.Expire => Status.IsValid() ? this with { Status = ConsentStatus.Expired } : this,
            ConsentAction.Object => this with { Objection = entry },
            ConsentAction.LiftObjection => this with { Objection = null },
            _ => throw new ArgumentOutOfRangeException(nameof(entry)),
        };
    }

    private ConsentState To(ConsentStatus status, ConsentEntry entry) => this with { Status = status, Latest = entry };

    /// <summary>A consent whose time has run out is expired even before the expiry has been recorded.</summary>
    private ConsentState AsOf(DateTimeOffset at) =>
        Status.IsValid() && Latest?.ExpiresAt is { } expiry && at >= expiry ? this with { Status = ConsentStatus.Expired } : this;
}
