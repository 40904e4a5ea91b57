using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Governance.Demo.Client;
using Governance.Demo.Walk;
using Governance.Testing;

namespace Governance.Portal.Tests.Support;

/// <summary>What a test of the consent pages finds there: a purpose of its own, and a notice with two versions.</summary>
internal sealed class ConsentWorld
{
    /// <summary>Of the first version, in English.</summary>
    public const string Text = "With your consent we send you news about our furniture, at most once a week. You may withdraw at any time: the link stands in every message.";

    private readonly PortalStack _stack;
    private readonly Actors _actors;

    private ConsentWorld(PortalStack stack, Actors actors, string name) => (_stack, _actors, Purpose) = (stack, actors, name);

    /// <summary>Code of the purpose.</summary>
    public string Purpose { get; }

    public string Notice => Purpose + "-notice";

    public static async Task<ConsentWorld> MakeAsync(PortalStack stack, string code, string name)
    {
        var world = new ConsentWorld(stack, await stack.ActorsAsync(), code);
        await world._actors.Dpo.Consent.PostAsync("/v1/purposes", new
        {
            code,
            legalBasis = "consent",
            details = new
            {
                name,
                description = "We tell you about new furniture, sales and our shops.",
                dataCategories = new[] { "user.contact.email", "user.name" },
                recipients = new[] { "Mail provider" },
                retentionDays = 730,
                validityDays = 730,
                consentMode = new[] { "adUserData", "adPersonalization" },
                directMarketing = true,
            },
        });
        await world._actors.Dpo.Consent.PostAsync("/v1/notices", new { code = world.Notice, title = $"Notice on {name}" });
        await world.PublishAsync("material", Text);
        return world;
    }

    public Task PublishAsync(string change, string text) => _actors.Dpo.Consent.PostAsync($"/v1/notices/{Notice}/versions", new
    {
        change,
        purposes = new[] { Purpose },
        withdrawalMethod = "The link in every message, or your account page.",
        texts = new[] { new { language = "en", text }, new { language = "de", text = "Mit Ihrer Einwilligung senden wir Ihnen Neuigkeiten." } },
    });

    public Task RecordAsync(string email, string action, int version = 1) => _actors.Team.Consent.PostAsync("/v1/records", new
    {
        subject = Subject(email),
        purpose = Purpose,
        action,
        method = "web-form",
        source = "shop-checkout",
        notice = action == "withdraw" ? null : new { code = Notice, version, language = "en" },
    });

    public Task SignalAsync(string email, string tcf) => _actors.Team.Consent.PostAsync("/v1/signals", new { subject = Subject(email), source = "shop-web", tcf });

    public Task<ConsentDecision> DecideAsync(string email) => _actors.Team.Consent.PostAsync<ConsentDecision>("/v1/decisions", new { subject = Subject(email), purpose = Purpose });

    /// <summary>Four weeks in which people refused and withdrew, as they came from another system.</summary>
    public async Task ImportPastAsync()
    {
        var csv = new StringBuilder("identifierKind,identifier,purpose,action,occurredAt\n");
        var lines = 0;
        for (var day = 1; day <= 28; day++)
        {
            var at = DateTimeOffset.UtcNow.AddDays(-day).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
            for (var i = 0; i < 2 + (day * 7 % 5) + (day is > 8 and < 12 ? 6 : 0); i++, lines++)
                csv.Append($"email,past{day}-{i}@mail.example,{Purpose},{(i % 4 == 3 ? "refuse" : "withdraw")},{at}\n");
        }
        using var upload = new HttpRequestMessage(HttpMethod.Post, new Uri(_stack.Stack.Url("consent"), "/v1/imports?source=old-shop"))
        {
            Content = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", _actors.Dpo.AccessToken) },
        };
        using var answer = await _stack.Http.SendAsync(upload);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Eventually.TrueAsync(
            async () => (await _actors.Dpo.Consent.GetAsync<JsonNode>($"/v1/withdrawal-counts?purpose={Purpose}"))["items"]!.AsArray().Sum(i => (long)i!["count"]!) == lines,
            "the import");
    }

    private static object Subject(string email) => new { identifierKind = "email", identifier = email };
}
