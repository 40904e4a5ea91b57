using System.Net;
using Governance.Demo.Client;

namespace Governance.Demo.Walk;

/// <summary>The newsletter is put on the record of processing activities (GDPR Art. 30).</summary>
public sealed class ActivityWalk(Actors actors, Narrator narrator)
{
    private const string Name = "Newsletter";

    /// <summary>Id of the activity, also when an earlier run registered it.</summary>
    /// <param name="store">Where the addresses are.</param>
    public async Task<Guid> RegisterAsync(ConnectedStore store, CancellationToken ct = default)
    {
        var inventory = actors.Dpo.Inventory;
        try
        {
            var made = await inventory.PostAsync<Activity>("/v1/processing-activities", Body(store.Id), ct: ct);
            narrator.Did("DPO", $"put the processing activity \"{Name}\" on record; {(made.Missing.Count == 0 ? "nothing that Art. 30(1) asks for is missing" : "it is incomplete")}");
            return made.Id;
        }
        catch (ApiException e) when (e.Status is HttpStatusCode.Conflict)
        {
            narrator.Did("DPO", $"found the processing activity \"{Name}\" on record, from an earlier run");
            return (await inventory.ListAsync<ActivityLine>($"/v1/processing-activities?search={Name}", ct)).Single(a => a.Name == Name).Id;
        }
    }

    private static object Body(Guid store) => new
    {
        name = Name,
        purposes = "To tell people who asked for it about our furniture, sales and shops, by e-mail.",
        dataUses = (string[])["marketing"],
        legalBasis = "consent",
        controller = new { name = "Hearth & Harbour Ltd", contact = "privacy@hearthandharbour.example" },
        dataProtectionOfficer = new { name = "Data protection officer", contact = "dpo@hearthandharbour.example" },
        subjectCategories = (string[])["customer", "prospect"],
        dataCategories = (string[])["user.contact.email"],
        recipients = (string[])["Mail provider"],
        transfers = Array.Empty<object>(),
        erasureLimits = "Two years after the consent ended; the proof of consent three years longer, under a pseudonym.",
        securityMeasures = "Encrypted in transit and at rest, access by role, the mail provider bound by contract (Art. 28).",
        dataStoreIds = (Guid[])[store],
    };

    private sealed record Activity(Guid Id, IReadOnlyList<object> Missing);

    private sealed record ActivityLine(Guid Id, string Name);
}
