using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Dpia.Tests.Assessments;

/// <summary>One assessment on its way through the workflow, driven over REST.</summary>
public sealed class Case(DpiaFixture service, string id)
{
    public const string Tiny = "tiny";

    public string Id => id;

    public string Url => $"/v1/assessments/{id}";

    public int Version { get; private set; } = 1;

    public string State { get; private set; } = "screening";

    /// <summary>Opens one on a template with a single question and a single risk.</summary>
    public static async Task<Case> OpenAsync(DpiaFixture service, string by = "analyst-1", string template = Tiny, Guid[]? stores = null, string[]? purposes = null, string? screening = null)
    {
        if (template == Tiny)
            await PublishTinyAsync(service);
        var opened = await service.Analyst(by).PostAsJsonAsync("/v1/assessments", new
        {
            title = "Loyalty profiling", description = "Purchases predict interests.", template, dataStoreIds = stores ?? [], purposes = purposes ?? [], screeningId = screening,
        }).JsonAsync(HttpStatusCode.Created);
        return new Case(service, opened.Text("id"));
    }

    public async Task<JsonElement> ReadAsync()
    {
        var read = await service.Analyst().GetAsync(Url).JsonAsync(HttpStatusCode.OK);
        (Version, State) = (read.GetProperty("version").GetInt32(), read.Text("state"));
        return read;
    }

    public Task<HttpResponseMessage> TryAsync(HttpClient who, string step, object body) => who.PostIfMatchAsync($"{Url}/{step}", Version, body);

    public async Task<JsonElement> StepAsync(HttpClient who, string step, object body)
    {
        var after = await TryAsync(who, step, body).JsonAsync(HttpStatusCode.OK);
        (Version, State) = (after.GetProperty("version").GetInt32(), after.Text("state"));
        return after;
    }

    /// <summary>Answers, rates and measures whatever the template requires.</summary>
    public async Task<Case> CompleteAsync(int severity = 2, int likelihood = 2, string by = "analyst-1")
    {
        var author = service.Analyst(by);
        var code = (await ReadAsync()).Text("templateCode");
        var template = await author.GetAsync($"/v1/templates/{code}").JsonAsync(HttpStatusCode.OK);
        foreach (var question in template.GetProperty("sections").EnumerateArray().SelectMany(s => s.GetProperty("questions").EnumerateArray()).Where(q => q.GetProperty("required").GetBoolean()))
            await AnswerAsync(author, question.Text("id"), Sample(question));
        foreach (var risk in (await author.GetAsync($"{Url}/risks").JsonAsync(HttpStatusCode.OK)).EnumerateArray())
        {
            var body = new { title = risk.Text("title"), impacts = new[] { "Unwanted advertising" }, threats = new[] { "A stolen laptop" }, sources = new[] { "A thief" }, severity, likelihood };
            await author.SendIfMatchAsync(HttpMethod.Put, $"{Url}/risks/{risk.Text("id")}", risk.GetProperty("version").GetInt32(), body).JsonAsync(HttpStatusCode.OK);
        }
        await author.PostAsJsonAsync($"{Url}/measures", new { title = "Encrypt laptops", description = "All of them.", ownerId = "owner-1", dueOn = "2030-01-01" }).JsonAsync(HttpStatusCode.Created);
        return this;
    }

    public async Task<JsonElement> AnswerAsync(HttpClient who, string question, object value)
    {
        var current = await who.GetAsync($"{Url}/answers/{question}").JsonAsync(HttpStatusCode.OK);
        return await who.SendIfMatchAsync(HttpMethod.Put, $"{Url}/answers/{question}", current.GetProperty("version").GetInt32(), value).JsonAsync(HttpStatusCode.OK);
    }

    /// <summary>Goes on until the state is reached, by the usual four people. A prior consultation needs a case completed with a high risk.</summary>
    public async Task<Case> ToAsync(string state)
    {
        while (State != state)
        {
            switch (State)
            {
                case "screening":
                    await StepAsync(service.Analyst(), "beginning", new { text = "Better safe." });
                    break;
                case "draft" when state == "changesRequested" || state != "draft":
                    if ((await service.Analyst().GetAsync($"{Url}/progress").JsonAsync(HttpStatusCode.OK)).GetProperty("percent").GetInt32() < 100)
                        await CompleteAsync(state == "priorConsultation" ? 4 : 2, state == "priorConsultation" ? 4 : 2);
                    await StepAsync(service.Analyst(), "submission", new { });
                    break;
                case "dpoReview" when state == "changesRequested":
                    await StepAsync(service.Dpo(), "change-requests", new { text = "Say more." });
                    break;
                case "dpoReview" when state == "rejected":
                    await StepAsync(service.Approver(), "rejection", new { text = "No." });
                    break;
                case "dpoReview":
                    await StepAsync(service.Dpo(), "advice", new { opinion = "favourable", text = "Well done." });
                    await StepAsync(service.Analyst(), "views", new { sought = false, text = "A survey found no concerns." });
                    break;
                case "viewsRecorded":
                    await StepAsync(service.Analyst(), "acceptance-request", new { });
                    break;
                case "riskAcceptance":
                    await StepAsync(service.Owner(), "risk-acceptance", new { accepted = true, text = "We can live with that." });
                    if (State == "riskAcceptance")
                        await ApproveAsync();
                    break;
                case "approved":
                    await StepAsync(service.Analyst(), "monitoring", new { reviewOn = "2031-01-01" });
                    break;
                case "monitoring" when state == "archived":
                    await StepAsync(service.Approver(), "archival", new { text = "Gone." });
                    break;
                case "monitoring":
                    await StepAsync(service.Analyst(), "review", new { text = "New supplier." });
                    break;
                default:
                    throw new InvalidOperationException($"No way from {State} to {state}.");
            }
        }
        return this;
    }

    public async Task<JsonElement> ApproveAsync(string by = "approver-1") =>
        await StepAsync(service.Approver(by), "approval", new { documentHash = await HashAsync(), statement = "Read and approved." });

    public async Task<string> HashAsync() => (await service.Analyst().GetAsync($"{Url}/document").JsonAsync(HttpStatusCode.OK)).Text("documentHash");

    public static async Task PublishTinyAsync(DpiaFixture service)
    {
        using var found = await service.Dpo().GetAsync($"/v1/templates/{Tiny}");
        if (found.StatusCode != HttpStatusCode.NotFound)
            return;
        using var posted = await service.Dpo().PostAsJsonAsync($"/v1/templates/{Tiny}/versions", new
        {
            title = "Tiny", kind = "dpia", language = "en", source = "Tests",
            sections = new object[]
            {
                new { id = "context", title = "Context", questions = new[] { new { id = "purpose", kind = "text", title = "What for?" } } },
                new { id = "access", title = "Somebody sees it", contains = "risk", fearedEvent = "illegitimate-access" },
            },
        });
        Assert.True(posted.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, await posted.Content.ReadAsStringAsync());
    }

    private static object Sample(JsonElement question) => question.Text("kind") switch
    {
        "choice" => new { choices = new[] { question.GetProperty("choices")[0].Text("code") } },
        "list" => new { list = new[] { "One", "Two" } },
        "gauge" => new { gauge = 2 },
        "table" => new { rows = new[] { new Dictionary<string, string> { [question.GetProperty("columns")[0].Text("code")] = "Cell" } } },
        _ => new { text = "An answer to " + question.Text("id") },
    };
}
