using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Governance.Demo.Client;
using Governance.Demo.Company;
using Governance.Demo.Walk;
using Governance.Portal.Tests.Support;
using Governance.Testing;
using Npgsql;

namespace Governance.Portal.Tests.Pictures;

/// <summary>A company in the middle of its work: the demo's whole walk, and what people would find on an ordinary day besides.</summary>
internal sealed class PictureWorld(PortalStack stack)
{
    private Actors _actors = null!;
    private MainJobOutcome _done = null!;

    public Guid Completed { get; private set; }

    public Guid ToApprove { get; private set; }

    public Guid Erased { get; private set; }

    public Guid Loyalty { get; private set; }

    public Guid Shop { get; private set; }

    public Guid LoyaltyStore { get; private set; }

    public Guid Assessment { get; private set; }

    public Guid Draft { get; private set; }

    public Guid Import { get; private set; }

    /// <summary>A processing activity with something left to do.</summary>
    public Guid Activity { get; private set; }

    public async Task MakeAsync()
    {
        var job = new MainJob(stack.Stack, stack.Http, Narrator.Silent);
        _done = await job.RunAsync();
        _actors = _done.Actors;
        var signed = await job.AssessAsync(_actors, _done.Databases, _done.Stores);
        Assessment = signed.Id;
        Completed = _done.Access.Request.Id;
        Erased = _done.Erasure.Request.Id;
        Shop = _done.Stores.Single(s => s.Name.EndsWith("shop", StringComparison.Ordinal)).Id;
        LoyaltyStore = _done.Stores.Single(s => s.Name.EndsWith("loyalty", StringComparison.Ordinal)).Id;
        await RequestsAsync(new SubjectRequests(_actors, job.Mails, Narrator.Silent));
        await ActivitiesAsync();
        await ConsentAsync();
        await AssessmentsAsync();
        await DriftAsync();
        await TroubleAsync();
    }

    private async Task RequestsAsync(SubjectRequests requests)
    {
        foreach (var (type, number) in new[] { ("access", 7), ("objection", 11), ("access", 19), ("rectification", 23), ("erasure", 31) })
            await requests.FileForAsync(type, Customer(number));
        ToApprove = await requests.FileForAsync("erasure", DemoPeople.Tomas);
        await SubjectRequests.PlanAsync(_actors.Analyst, ToApprove);
    }

    /// <summary>The review begins, and an answer is written anew: two states to compare.</summary>
    public async Task ReviewAsync()
    {
        var analyst = _actors.Analyst.Of("dpia");
        var url = $"/v1/assessments/{Assessment}";
        var (_, etag) = await analyst.GetTaggedAsync<JsonElement>(url);
        await analyst.ChangeAsync<object>(HttpMethod.Post, $"{url}/reopening", new { }, etag);
        var (answer, version) = await analyst.GetTaggedAsync<JsonElement>($"{url}/answers/overview");
        var text = answer.GetProperty("value").GetProperty("text").GetString()!.Replace("eleven product groups", "fourteen product groups, religion excluded", StringComparison.Ordinal);
        await analyst.ChangeAsync<object>(HttpMethod.Put, $"{url}/answers/overview", new { text }, version);
    }

    private static DemoPerson Customer(int number) => DemoPeople.Mara with { Email = $"customer{number}@mail.example" };

    private async Task ActivitiesAsync()
    {
        var controller = new { name = "Hearth & Harbour Ltd", contact = "privacy@hearthandharbour.example" };
        var officer = new { name = "Data protection officer", contact = "dpo@hearthandharbour.example" };
        const string measures = "Encrypted in transit and at rest, access by role, quarterly review of who has access.";
        var inventory = _actors.Dpo.Inventory;
        var loyalty = await inventory.PostAsync<JsonElement>("/v1/processing-activities", new
        {
            name = "Loyalty programme", purposes = "To reward members and to show them offers that are likely to interest them.", dataUses = new[] { "marketing", "personalize" }, legalBasis = "legitimateInterest",
            controller, dataProtectionOfficer = officer, jointControllers = new[] { new { name = "Copper Kettle Teas Ltd", contact = "privacy@copperkettle.example" } }, subjectCategories = new[] { "customer" },
            dataCategories = new[] { "user.contact.email", "user.name", "user.behavior.purchase_history" }, recipients = new[] { "Partners of the programme", "Mail provider" },
            transfers = new object[]
            {
                new { country = "CH", recipient = "Mail provider", safeguard = "adequacy" },
                new { country = "IN", recipient = "Support desk of the mail provider", safeguard = "standardContractualClauses" },
            },
            securityMeasures = measures, reviewOn = DateTime.UtcNow.AddMonths(5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), dataStoreIds = new[] { LoyaltyStore, Shop }, assessmentId = Assessment,
        });
        Activity = loyalty.GetProperty("id").GetGuid();
        await inventory.PostAsync("/v1/processing-activities", new
        {
            name = "Payroll", purposes = "To pay staff and to report to the tax office.", dataUses = new[] { "employment", "finance" }, legalBasis = "legalObligation", controller, dataProtectionOfficer = officer,
            subjectCategories = new[] { "employee" }, dataCategories = new[] { "user.name", "user.financial", "user.government_id" }, recipients = new[] { "Tax office", "Health insurers" }, transfers = Array.Empty<object>(),
            erasureLimits = "Ten years after the year of payment.", securityMeasures = measures,
        });
        await inventory.PostAsync("/v1/processing-activities", new { name = "Occupational health", purposes = "Check-ups that the law asks for.", dataUses = new[] { "employment" }, controller, dataProtectionOfficer = officer, subjectCategories = new[] { "employee" }, dataCategories = new[] { "user.health_and_medical" } });
        await inventory.PostAsync("/v1/processing-activities", new { name = "Cameras at the warehouse gate", purposes = "Number plates open the gate.", dataUses = new[] { "operations" }, legalBasis = "legitimateInterest", controller });
    }

    private async Task ConsentAsync()
    {
        foreach (var (code, name, basis, shared) in new[] { ("loyalty", "Loyalty programme", "legitimateInterest", false), ("advertising", "Advertising with partners", "consent", true) })
        {
            await _actors.Dpo.Consent.PostAsync("/v1/purposes", new
            {
                code,
                legalBasis = basis,
                details = new
                {
                    name, description = $"{name}: what was bought, to say what may interest next.", dataCategories = new[] { "user.behavior.purchase_history", "user.contact.email" },
                    recipients = new[] { "Copper Kettle Teas", "Spoke & Chain" }, retentionDays = 1095, saleOrSharing = shared, processingActivityId = Activity, consentMode = shared ? new[] { "adStorage" } : [],
                },
            });
        }
        var world = await ConsentWorld.MakeAsync(stack, "personal-offers", "Personal offers");
        await world.PublishAsync("minor", ConsentWorld.Text.Replace("about our furniture", "about our furniture and our shops", StringComparison.Ordinal));
        await world.ImportPastAsync();
        await world.RecordAsync("olga.reads@mail.example", "give", 2);
        await world.RecordAsync("olga.reads@mail.example", "withdraw");
        await world.RecordAsync("olga.reads@mail.example", "give", 2);
        await using var receiver = await WebhookReceiver.StartAsync();
        foreach (var (code, url) in new[] { ("mailing-tool", receiver.Url), ("call-centre", "https://127.0.0.1:9/consents") })
            await _actors.Dpo.Consent.PostAsync("/v1/recipients", new { code, url, purposes = new[] { world.Purpose } });
        receiver.Repair();
        await world.RecordAsync("pia@mail.example", "give", 2);
        await world.RecordAsync("pia@mail.example", "withdraw");
        await Eventually.TrueAsync(
            async () => (await _actors.Dpo.Consent.ListAsync<JsonElement>("/v1/recipients/mailing-tool/deliveries?state=acknowledged")).Count >= 2, "the deliveries");
        var csv = $"""
            identifierKind,identifier,purpose,action,occurredAt,notice,noticeVersion,language,evidence
            email,ada@mail.example,{world.Purpose},give,2026-03-01T09:30:00Z,{world.Notice},1,en,order 4711
            email,ben@mail.example,{world.Purpose},give,2026-03-02T10:00:00Z,{world.Notice},1,de,order 4712
            email,cyd@mail.example,{world.Purpose},give,yesterday,{world.Notice},1,en,order 4713
            email,dan@mail.example,personal-ofers,give,2026-03-04T18:02:11Z,,,,
            email,eva at mail.example,{world.Purpose},withdraw,2026-03-04T18:02:11Z,,,,
            """;
        using var upload = new HttpRequestMessage(HttpMethod.Post, new Uri(stack.Stack.Url("consent"), "/v1/imports?source=old-shop"))
        {
            Content = new StringContent(csv, Encoding.UTF8, "text/csv"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", _actors.Dpo.AccessToken) },
        };
        using var answer = await stack.Http.SendAsync(upload);
        Import = (await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync())).RootElement.GetProperty("id").GetGuid();
    }

    private async Task AssessmentsAsync()
    {
        var rest = await AssessmentByRest.OfAsync(stack);
        var analyst = rest.As("privacy-analyst");
        foreach (var (title, text) in new[] { ("Chat with the shop", "Customers write, staff and an assistant answer."), ("Cameras at the warehouse gate", "Number plates open the gate.") })
        {
            var made = await analyst.PostAsync<JsonElement>("/v1/assessments", new { title, description = text, template = "general" });
            Draft = made.GetProperty("id").GetGuid();
        }
        await analyst.PostAsync("/v1/incidents", new
        {
            title = "Offers were sent to the wrong members", description = "A mistake in the segment: 212 members of the loyalty programme got the offers of others for two hours.",
            severity = "medium", occurredAt = DateTimeOffset.UtcNow.AddDays(-2), dataStoreIds = new[] { LoyaltyStore },
        });
    }

    /// <summary>The loyalty programme's database changed since its map was confirmed.</summary>
    private async Task DriftAsync()
    {
        var loyalty = _done.Databases.Loyalty;
        await using (var source = NpgsqlDataSource.Create(loyalty.OwnerConnectionString))
        await using (var command = source.CreateCommand("ALTER TABLE member ADD COLUMN second_email text, ADD COLUMN date_of_birth date, ADD COLUMN favourite_shop text"))
            await command.ExecuteNonQueryAsync();
        await _actors.Analyst.Inventory.PostAsync($"/v1/data-stores/{LoyaltyStore}/scans");
        await Eventually.TrueAsync(
            async () => (await _actors.Analyst.Inventory.GetAsync<JsonElement>($"/v1/data-stores/{LoyaltyStore}")).GetProperty("drift").GetInt32() > 0, "the drift");
    }

    /// <summary>What an administrator and an auditor are there for.</summary>
    private async Task TroubleAsync()
    {
        await ServiceDatabase.ExecuteAsync(
            stack, "inventory",
            """
            INSERT INTO failed_messages (id, message_id, queue_name, message_type, content_type, body, error_type, error_message, failed_at, version)
            VALUES (@id, NULL, 'inventory.fail-scan', 'DataStoreScanFailed', 'application/vnd.masstransit+json', @body, 'TimeoutException', 'The database did not answer in time.', now(), 1)
            """,
            ("id", Guid.CreateVersion7()), ("body", Encoding.UTF8.GetBytes("{}")));
        await ServiceDatabase.ExecuteAsync(
            stack, "audit",
            """
            INSERT INTO anomalies (id, detector, actor_type, actor_id, counterpart_id, "window", window_from, window_to, score, signals, detected_at, state, version)
            VALUES (@id, 'repeated-refusals', 'client', 'shop-team', '', current_date, now() - interval '1 hour', now(), 3,
                    '[{"to":"2026-11-22T01:00:00+00:00","code":"refusals-in-a-window","from":"2026-11-22T00:00:00+00:00","basis":"floor","facts":{"minutes":60},"subject":"","expected":0,"observed":30,"sequences":[0,3,5],"threshold":10}]', now(), 'Open', 1)
            """,
            ("id", Guid.CreateVersion7()));
    }
}
