using System.Net.Http.Json;
using System.Text.Json;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Consents;

/// <summary>What the consent service holds about a person: records of consent and objection, and signals, oldest first for each identifier.</summary>
internal sealed record ConsentCopy(IReadOnlyList<JsonElement> Records, IReadOnlyList<JsonElement> Signals);

/// <summary>Reads a person's consent history for the access package, by an authorised call per identifier.</summary>
internal sealed class ConsentHistory(IdentifierStore identifiers, IHttpClientFactory clients, IConfiguration configuration)
{
    public const string Client = "Consent";

    private const int PageSize = 500;

    /// <summary>Null where this installation has no consent service.</summary>
    /// <exception cref="HttpRequestException">It can't be read now: the package waits, rather than leave it out.</exception>
    public async Task<ConsentCopy?> ReadAsync(SubjectRequest request, CancellationToken ct)
    {
        if (configuration[$"Services:{Client}"] is null)
            return null;
        var (records, signals) = (new List<JsonElement>(), new List<JsonElement>());
        foreach (var identifier in await identifiers.ReadAsync(request, ct))
        {
            var subject = new { identifierKind = identifier.Kind, identifier = identifier.Value };
            await ReadAllAsync("v1/subjects/history", subject, records, ct);
            await ReadAllAsync("v1/signals/history", subject, signals, ct);
        }
        return new(records, signals);
    }

    private async Task ReadAllAsync(string path, object subject, List<JsonElement> found, CancellationToken ct)
    {
        var http = clients.CreateClient(Client);
        for (string? after = null; ;)
        {
            using var response = await http.PostAsJsonAsync(path, new { subject, after, limit = PageSize }, ct);
            response.EnsureSuccessStatusCode();
            var page = await response.Content.ReadFromJsonAsync<Page>(ct);
            found.AddRange(page!.Items);
            if ((after = page.Next) is null)
                return;
        }
    }

    private sealed record Page(IReadOnlyList<JsonElement> Items, string? Next);
}
