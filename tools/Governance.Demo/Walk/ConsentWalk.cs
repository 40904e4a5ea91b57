using System.Net;
using Governance.Demo.Client;
using Governance.Demo.Company;

namespace Governance.Demo.Walk;

/// <summary>What the consent service answered when asked whether the newsletter may be sent.</summary>
public sealed record ConsentDecision(bool Allowed, string? Basis, string Reason, Guid? RecordId);

public sealed record ConsentOutcome(ConsentDecision Before, ConsentDecision AfterGiving, ConsentDecision AfterWithdrawal);

/// <summary>A purpose and its notice, a consent given, asked for, and withdrawn.</summary>
public sealed class ConsentWalk(Actors actors, Narrator narrator)
{
    private const string Purpose = "newsletter";
    private const string Notice = "shop-privacy";

    private static readonly string[] Purposes = [Purpose];
    private static readonly string[] Categories = ["user.contact.email"];
    private static readonly string[] Recipients = ["Mail provider"];

    private static object PurposeBody(Guid activity) => new
    {
        code = Purpose,
        legalBasis = "consent",
        details = new
        {
            name = "Newsletter",
            description = "News about our furniture by e-mail.",
            dataCategories = Categories,
            recipients = Recipients,
            retentionDays = 730,
            validityDays = 730,
            processingActivityId = activity,
        },
    };

    private static readonly object NoticeBody = new
    {
        change = "material",
        purposes = Purposes,
        withdrawalMethod = "The link in every message, or your account page.",
        texts = new[] { new { language = "en", text = "With your consent we send you news about our furniture." } },
    };

    /// <param name="activity">The processing activity on record that the newsletter belongs to.</param>
    public async Task<ConsentOutcome> RunAsync(DemoPerson person, Guid activity, CancellationToken ct = default)
    {
        await DefineAsync(activity, ct);
        var before = await DecideAsync(person, ct);
        await RecordAsync(person, "give", "checkout", new { code = Notice, version = 1, language = "en" }, ct);
        var given = await DecideAsync(person, ct);
        narrator.Did("shop-team", $"recorded {person.FullName.Split(' ')[0]}'s consent to the newsletter; may we send it? {Answer(given)}");
        await RecordAsync(person, "withdraw", "mail-footer", notice: null, ct);
        var withdrawn = await DecideAsync(person, ct);
        narrator.Did("shop-team", $"recorded the withdrawal; may we send it? {Answer(withdrawn)}");
        if (!given.Allowed || withdrawn.Allowed)
            throw new WalkException("The consent decisions are not as they should be: allowed after giving, denied after withdrawal.");
        return new ConsentOutcome(before, given, withdrawn);
    }

    private async Task DefineAsync(Guid activity, CancellationToken ct)
    {
        var consent = actors.Dpo.Consent;
        await UnlessThereAsync(() => consent.PostAsync("/v1/purposes", PurposeBody(activity), ct: ct));
        await UnlessThereAsync(() => consent.PostAsync("/v1/notices", new { code = Notice, title = "Privacy notice of the shop" }, ct: ct));
        var versions = await consent.ListAsync<NoticeVersion>($"/v1/notices/{Notice}/versions", ct);
        if (versions.Count == 0)
            await consent.PostAsync($"/v1/notices/{Notice}/versions", NoticeBody, ct: ct);
        await UnlessThereAsync(() => consent.PostAsync("/v1/preference-sites", new { code = "shop", details = new { origins = Array.Empty<string>(), purposes = Purposes, notice = Notice } }, ct: ct));
        narrator.Did("DPO", $"{(versions.Count == 0 ? "defined" : "found")} the purpose \"newsletter\" (basis: consent) and version 1 of its notice{(versions.Count == 0 ? "" : ", from an earlier run")}");
    }

    private static async Task UnlessThereAsync(Func<Task> create)
    {
        try
        {
            await create();
        }
        catch (ApiException e) when (e.Status is HttpStatusCode.Conflict)
        {
            // An earlier run made it.
        }
    }

    private Task RecordAsync(DemoPerson person, string action, string source, object? notice, CancellationToken ct) =>
        actors.Team.Consent.PostAsync("/v1/records", new { subject = SubjectOf(person), purpose = Purpose, action, method = "web-form", source, notice }, ct: ct);

    private Task<ConsentDecision> DecideAsync(DemoPerson person, CancellationToken ct) =>
        actors.Team.Consent.PostAsync<ConsentDecision>("/v1/decisions", new { subject = SubjectOf(person), purpose = Purpose }, ct: ct);

    private static object SubjectOf(DemoPerson person) => new { identifierKind = "email", identifier = person.Email };

    private static string Answer(ConsentDecision decision) => $"{(decision.Allowed ? "yes" : "no")} ({decision.Reason})";

    private sealed record NoticeVersion(int Number);
}
