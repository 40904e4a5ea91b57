using System.Text.Json;
using Governance.Demo.Client;
using Governance.LocalStack.Stack;

namespace Governance.Portal.Tests.Support;

/// <summary>An assessment that is brought to where a test begins over REST, by the people whose step it is.</summary>
internal sealed class AssessmentByRest
{
    /// <summary>A template with little to fill in; its title stands in the portal's list.</summary>
    public const string ShortTemplate = "Short assessment";

    private const string Code = "short";
    private readonly Dictionary<string, ServiceApi> _people = [];

    public Guid Id { get; private set; }

    public string Path => $"/assessments/{Id}";

    private string Url => $"/v1/assessments/{Id}";

    public static async Task<AssessmentByRest> OfAsync(PortalStack stack)
    {
        var made = new AssessmentByRest();
        var login = new OidcLogin(stack.Http, stack.Stack.Url("identity"));
        foreach (var role in new[] { "privacy-analyst", "dpo", "data-owner", "legal-reviewer" })
        {
            var token = await login.AsUserAsync(GovernanceStack.CommandLineClient, GovernanceStack.CommandLineRedirect, GovernanceStack.DemoUser(role), stack.Stack.DemoPassword);
            made._people[role] = new ServiceApi(stack.Http, stack.Stack.Url("dpia"), token);
        }
        if ((await made.As("dpo").ListAsync<JsonElement>("/v1/templates")).All(t => t.GetProperty("code").GetString() != Code))
            await made.As("dpo").PostAsync($"/v1/templates/{Code}/versions", Template);
        return made;
    }

    public ServiceApi As(string role) => _people[role];

    public async Task<AssessmentByRest> OpenAsync(string title, string description)
    {
        Id = (await As("privacy-analyst").PostAsync<JsonElement>("/v1/assessments", new { title, description, template = Code })).GetProperty("id").GetGuid();
        await StepAsync("privacy-analyst", "beginning", new { text = "Made all the same." });
        return this;
    }

    /// <summary>Every part with this text in every field.</summary>
    public async Task WriteAsync(string text, int answersVersion = 0, int lowersSeverity = 2)
    {
        var analyst = As("privacy-analyst");
        await AnswerAsync(new { text }, answersVersion);
        var (risk, version) = await RiskAsync();
        await analyst.ChangeAsync<object>(HttpMethod.Put, $"{Url}/risks/{risk}",
            new { title = "Somebody sees it", impacts = new[] { text }, threats = new[] { text }, sources = new[] { text }, controls = new[] { text }, severity = 3, likelihood = 3 }, $"\"{version}\"");
        await analyst.PostAsync($"{Url}/measures", new { title = text, description = text, state = "done", riskIds = new[] { risk }, lowersSeverity });
        await analyst.PostAsync($"{Url}/comments", new { target = "purpose", text });
        await analyst.PostAsync($"{Url}/tasks", new { kind = "review", assigneeId = "nobody", dueOn = "2031-01-01", note = text });
    }

    public Task AnswerAsync(object value, int version) => As("privacy-analyst").ChangeAsync<object>(HttpMethod.Put, $"{Url}/answers/purpose", value, $"\"{version}\"");

    /// <summary>From draft to the risk accepted; a high one goes to the authority.</summary>
    public async Task AcceptAsync(string text)
    {
        await StepAsync("privacy-analyst", "submission", new { text });
        await StepAsync("dpo", "advice", new { opinion = "favourable", text });
        await StepAsync("privacy-analyst", "views", new { sought = true, text });
        await StepAsync("privacy-analyst", "acceptance-request", new { text });
        await StepAsync("data-owner", "risk-acceptance", new { accepted = true, text });
    }

    public async Task ApproveAsync(string text)
    {
        await AcceptAsync(text);
        var document = await As("legal-reviewer").GetAsync<JsonElement>($"{Url}/document");
        await StepAsync("legal-reviewer", "approval", new { documentHash = document.GetProperty("documentHash").GetString(), statement = text });
    }

    public async Task StepAsync(string role, string step, object body)
    {
        var (_, etag) = await As(role).GetTaggedAsync<JsonElement>(Url);
        await As(role).ChangeAsync<object>(HttpMethod.Post, $"{Url}/{step}", body, etag);
    }

    private async Task<(Guid Id, int Version)> RiskAsync()
    {
        var risk = (await As("privacy-analyst").GetAsync<JsonElement>($"{Url}/risks"))[0];
        return (risk.GetProperty("id").GetGuid(), risk.GetProperty("version").GetInt32());
    }

    private static object Template { get; } = new
    {
        title = ShortTemplate, kind = "dpia", language = "en", source = "Tests of the portal",
        sections = new object[]
        {
            new { id = "context", title = "Context", questions = new object[]
            {
                new { id = "purpose", kind = "text", title = "What is it for?" },
                new { id = "basis", kind = "choice", title = "On which basis?", required = false, choices = new[] { new { code = "consent", text = "Consent" }, new { code = "contract", text = "Contract" } } },
                new { id = "contract-terms", kind = "list", title = "Which terms?", required = false, when = new { question = "basis", @is = new[] { "contract" } } },
            } },
            new { id = "access", title = "Somebody sees it", contains = "risk", fearedEvent = "illegitimate-access" },
            new { id = "measures", title = "What is done", contains = "measures" },
        },
    };
}
