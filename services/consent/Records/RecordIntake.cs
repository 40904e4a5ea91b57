using System.Security.Claims;
using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Privacy;

namespace Governance.Consent.Records;

/// <summary>What became of one thing handed in.</summary>
internal sealed record Taken(ConsentRecord? Record, Refusal? Refusal);

/// <summary>Takes what product teams hand in: one or many, in one write.</summary>
internal sealed class RecordIntake(DecisionInputs inputs, RecordWriter writer, EventHeaders headers, SubjectPseudonymizer pseudonymizer, TimeProvider clock)
{
    private static readonly Refusal NothingToRenew = new("nothing-to-renew", "There is no consent in force that could be renewed: ask for it anew.");

    /// <param name="keep">For a single record: makes the answer that is kept under an Idempotency-Key.</param>
    public async Task<Taken[]> TakeAsync(IReadOnlyList<RecordBody> bodies, ClaimsPrincipal user, CancellationToken ct, Func<ConsentRecord, IdempotencyRecord>? keep = null)
    {
        var catalogue = await inputs.CatalogueAsync(ct, writer.Ambient);
        var taken = new Taken[bodies.Count];
        var accepted = new List<Accepted>(bodies.Count);
        foreach (var (i, body) in bodies.Index())
        {
            var purpose = catalogue.Purposes.GetValueOrDefault(body.Purpose);
            var notice = body.Notice is { } shown ? catalogue.Notices.GetValueOrDefault(shown.Code) : null;
            var refusal = purpose is null
                ? new Refusal("purpose-unknown", "There is no such purpose.", "purpose")
                : RecordRules.Check(body, purpose, notice, confirmed: false, clock.Now());
            if (refusal is not null)
                taken[i] = new(null, refusal);
            else
                accepted.Add(new(i, body, purpose!, notice, new StreamKey(body.Subject.Pseudonym(pseudonymizer), body.Purpose)));
        }
        StreamKey[] keys = [.. accepted.Select(a => a.Key).Distinct()];
        if (keys.Length > 0)
            await writer.AppendAsync(keys, histories => Add(accepted, keys, histories, user, taken), ct, keep is null ? null : () => taken[0].Record is { } record ? keep(record) : null);
        return taken;
    }

    private List<Addition> Add(List<Accepted> accepted, StreamKey[] keys, ConsentEntry[][] histories, ClaimsPrincipal user, Taken[] taken)
    {
        var now = clock.Now();
        var grown = keys.Zip(histories).ToDictionary(p => p.First, p => p.Second.ToList());
        var additions = new List<Addition>(accepted.Count);
        foreach (var one in accepted)
        {
            var history = grown[one.Key];
            if (one.Body.Action == RecordAction.Renew && !ConsentState.Of(history, now).Status.IsValid())
            {
                taken[one.Position] = new(null, NothingToRenew);
                continue;
            }
            var record = RecordFactory.Make(one.Body, Enum.Parse<ConsentAction>(one.Body.Action.ToString()), one.Purpose, one.Notice, one.Key, user.CallerId(), history, now);
            history.Add(record.ToEntry());
            additions.Add(new(record, RecordEvents.Of(record, headers.New(user.Actor(), "consent-record", record.Id, record.Subject))));
            taken[one.Position] = new(record, null);
        }
        return additions;
    }

    private sealed record Accepted(int Position, RecordBody Body, KnownPurpose Purpose, KnownNotice? Notice, StreamKey Key);
}
