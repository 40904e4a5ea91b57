using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Deadlines;
using Governance.Dsar.Mail;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Requests;

/// <summary>What both channels have in common: regime, key, deadline, duplicates, event.</summary>
internal sealed class RequestIntake(
    DsarDbContext db, KeyVault keys, SubjectPseudonymizer pseudonymizer, IdentifierStore identifiers, RequestDeadlines deadlines, RequestEvents events,
    IOptions<ControllerOptions> controller, TimeProvider clock)
{
    /// <summary>The regime, or what is wrong with the choice.</summary>
    public (Regime? Regime, ProblemHttpResult? Problem) FindRegime(string? code, RequestType type)
    {
        if (deadlines.Find(code ?? controller.Value.Regime) is not { } regime)
            return (null, Problems.Validation("regime", "No regime of this code is in force."));
        return RegimeCatalog.Covers(regime, type)
            ? (regime, null)
            : (null, Problems.Validation("type", $"{regime.Name} does not know this right."));
    }

    /// <summary>What is wrong with the language; null when mails can be written in it, or none was named.</summary>
    public static string[]? CheckLanguage(string? language) =>
        language is null || MailLanguages.Knows(language) ? null : [$"One of {string.Join(", ", MailLanguages.Codes)}."];

    public async Task<SubjectRequest> ReceiveAsync(
        RequestType type, Regime regime, string channel, string? subjectKind, IReadOnlyList<SubjectIdentifier> given, Actor? by, string? accessSecret, string? language, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var first = given.FirstOrDefault(i => i.Kind == Identifiers.Email) ?? given[0];
        var request = SubjectRequest.Receive(
            id, type, regime.Code, channel, pseudonymizer.Pseudonym(first.Kind, first.Value), subjectKind, by?.Id, keys.NewKey(id),
            accessSecret is null ? null : keys.Hash("access", id, accessSecret), language ?? controller.Value.Language, now, deadlines.Today);
        request.SetDeadline(deadlines.Compute(request));
        db.Requests.Add(request);
        await identifiers.AddAsync(request, given, resolvedBy: null, ct);
        var actor = by ?? RequestEvents.Person(request);
        events.Add(request, actor, h => new SubjectRequestReceived(h, id, type, regime.Code, channel, now, request.DueOn));
        if (await FindOpenAsync(request, ct) is { } original)
        {
            request.LinkAsDuplicateOf(original);
            events.Add(request, actor, h => new SubjectRequestLinkedAsDuplicate(h, id, original));
        }

        return request;
    }

    private async Task<Guid?> FindOpenAsync(SubjectRequest request, CancellationToken ct)
    {
        RequestState[] closed = [RequestState.Completed, RequestState.Refused, RequestState.Cancelled];
        var original = await db.Requests
            .Where(r => r.Pseudonym == request.Pseudonym && r.Type == request.Type && r.Id != request.Id && r.DuplicateOf == null && !closed.Contains(r.State))
            .OrderBy(r => r.Id)
            .Select(r => (Guid?)r.Id)
            .FirstOrDefaultAsync(ct);
        return original;
    }
}
