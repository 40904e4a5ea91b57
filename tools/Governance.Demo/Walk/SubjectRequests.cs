using System.Net;
using System.Text.RegularExpressions;
using Governance.Demo.Client;
using Governance.Demo.Company;

namespace Governance.Demo.Walk;

/// <summary>A verified request and the plan that somebody else than its planner approved.</summary>
public sealed record ApprovedRequest(Guid Id, string Pseudonym, PlanView Plan, string RefusalOfThePlanner);

/// <summary>What access and erasure have in common: filed by the person, verified by a code, planned by one, approved by another.</summary>
public sealed partial class SubjectRequests(Actors actors, MailFolder mails, Narrator narrator)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <summary>The person files a request and enters the code from the mail; returns the request's id.</summary>
    public async Task<Guid> FileAsync(string type, DemoPerson person, CancellationToken ct = default)
    {
        var seen = mails.Paths();
        var filed = await actors.Person.Dsar.PostAsync<Filed>("/v1/public/requests", new { type, identifiers = new[] { new { kind = "email", value = person.Email } } }, ct: ct);
        narrator.Did(actors.Person.Name, $"asked for {type} at the public endpoint, with nothing but an e-mail address");
        var mail = await mails.WaitForAsync(person.Email, CodePattern(), seen, Patience, ct);
        var code = CodePattern().Match(mail.Body).Groups["code"].Value;
        await actors.Person.Dsar.PostAsync($"/v1/public/requests/{filed.Id}/verification", new { code }, ct: ct);
        narrator.Did(actors.Person.Name, "entered the single-use code from the mail: identity verified");
        return filed.Id;
    }

    /// <summary>The product team files a request for a person who is signed in to the shop; returns the request's id.</summary>
    public async Task<Guid> FileForAsync(string type, DemoPerson person, CancellationToken ct = default)
    {
        var opened = await actors.Team.Dsar.PostAsync<RequestView>("/v1/requests", new
        {
            type,
            identifiers = new[] { new { kind = "email", value = person.Email } },
            verificationMethod = "signed-in-session",
        }, ct: ct);
        narrator.Did("shop-team", $"filed a request for {type}: {actors.Person.Name} is signed in to the shop, so her identity is established");
        return opened.Id;
    }

    /// <summary>The analyst plans, is refused the approval, and the DPO approves.</summary>
    public async Task<ApprovedRequest> PlanAndApproveAsync(Guid id, CancellationToken ct = default)
    {
        var request = await actors.Analyst.Dsar.GetAsync<RequestView>($"/v1/requests/{id}", ct);
        var plan = await PlanAsync(actors.Analyst, id, ct);
        narrator.Did("privacy analyst", $"planned it, answer due on {request.DueOn:yyyy-MM-dd}: {plan.Value.Rows} rows in {plan.Value.Nodes.Count(n => n.Rows > 0)} tables of {plan.Value.Stores.Count} stores");
        if (plan.Value.SharedRows > 0)
            narrator.Note($"{plan.Value.SharedRows} of the rows belong to somebody else too: marked as shared");
        var refusal = await RefusedApprovalAsync(actors.Analyst, id, plan, ct);
        narrator.Did("privacy analyst", $"tried to approve the plan: refused ({refusal}), no permission to approve");
        await ApproveAsync(actors.Dpo, id, plan, ct);
        narrator.Did("DPO", $"looked at the numbers and approved plan {plan.Value.PlanHash?[..12]}…");
        return new ApprovedRequest(id, request.Pseudonym, plan.Value, refusal);
    }

    /// <summary>The DPO may plan and may approve, but never both on one request; returns the type of the refusal.</summary>
    public async Task<string> OwnPlanIsRefusedAsync(Guid id, CancellationToken ct = default)
    {
        var refusal = await RefusedApprovalAsync(actors.Dpo, id, await PlanAsync(actors.Dpo, id, ct), ct);
        narrator.Did("DPO", $"planned it and tried to approve the own plan: refused ({refusal}); so somebody else plans");
        return refusal;
    }

    /// <summary>Waits until a request has come to its end.</summary>
    /// <exception cref="WalkException">A store gave up or the limit passed; the message names the gaps.</exception>
    public async Task<RequestView> CompletedAsync(Guid id, CancellationToken ct = default)
    {
        RequestView? last = null;
        try
        {
            await Until.TrueAsync("the request to be completed", Patience, async () =>
            {
                last = await actors.Analyst.Dsar.GetAsync<RequestView>($"/v1/requests/{id}", ct);
                return last.State is "completed" || last.Gaps.Any(g => g.GaveUp);
            }, ct);
        }
        catch (TimeoutException) when (last is not null)
        {
            // Told below, with what is missing.
        }

        return last is { State: "completed" } ? last : throw new WalkException($"Request {id} is {last?.State}: {Describe(last?.Gaps ?? [])}");
    }

    /// <summary>Plans a request, again while a map that was confirmed a moment ago is still on its way: such a plan could not be approved.</summary>
    public static async Task<Tagged<PlanView>> PlanAsync(WalkActor who, Guid id, CancellationToken ct = default)
    {
        Tagged<PlanView> plan = null!;
        await Until.TrueAsync("a plan that knows every confirmed map", Patience, async () =>
        {
            var started = await who.Dsar.PostAsync<Started>($"/v1/requests/{id}/plans", ct: ct);
            plan = await Until.Async("the plan to be counted", Patience,
                () => who.Dsar.GetTaggedAsync<PlanView>($"/v1/requests/{id}/plans/{started.Id}", ct), p => p.Value.State is not "preparing", ct);
            var stores = await who.Inventory.ListAsync<DataStoreView>("/v1/data-stores", ct);
            return plan.Value.State is not "ready" || stores.Where(s => s.ConfirmedMapVersion is not null).All(plan.Value.Knows);
        }, ct);
        return plan.Value is { State: "ready", Blocked: false } view && view.Stores.All(s => s.Gaps.Count == 0)
            ? plan
            : throw new WalkException($"The plan is {plan.Value.State} {plan.Value.FailureCode}: {Describe(plan.Value.Stores.SelectMany(s => s.Gaps))}");
    }

    private static async Task<string> RefusedApprovalAsync(WalkActor who, Guid id, Tagged<PlanView> plan, CancellationToken ct)
    {
        try
        {
            await ApproveAsync(who, id, plan, ct);
        }
        catch (ApiException e) when (e.Status is HttpStatusCode.Forbidden)
        {
            return e.ProblemType?.Split(':', '/')[^1] ?? "403";
        }

        throw new WalkException("Somebody could approve a plan who must not.");
    }

    private static Task ApproveAsync(WalkActor who, Guid id, Tagged<PlanView> plan, CancellationToken ct) =>
        who.Dsar.PostAsync($"/v1/requests/{id}/plans/{plan.Value.Id}/approval", new { decision = "approve" }, plan.ETag, ct);

    private static string Describe(IEnumerable<StoreGap> gaps) => string.Join("; ", gaps.Select(g =>
        $"{g.DataStoreName} {g.Stage} {g.Code} {string.Join(", ", g.Steps.Select(s => $"step {s.Step} {s.TableName}.{s.ColumnName} {s.Code}"))}"));

    [GeneratedRegex(@"code:\s*(?<code>[0-9A-Z-]{6,12})\b")]
    private static partial Regex CodePattern();

    private sealed record Filed(Guid Id, string AccessSecret);

    private sealed record Started(Guid Id);
}
