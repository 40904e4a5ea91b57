using System.Net.Http.Json;

namespace Governance.Portal.PrivacyCentre.Calls;

internal sealed record FiledRequest(Guid Id, string AccessSecret);

internal sealed record StartedCheck(Guid Id);

internal sealed record OpenedAccess(string AccessSecret, DateTimeOffset ExpiresAt);

/// <param name="State">As dsar names it, for example <c>verificationPending</c>.</param>
internal sealed record OwnRequest(
    Guid Id, string Type, string State, DateOnly ReceivedOn, DateOnly DueOn, bool Extended, bool Paused, DateTimeOffset? ClosedAt, OwnPackage? Package, IReadOnlyList<DeadlineStep> Deadline);

internal sealed record OwnPackage(Guid Id, string State, DateTimeOffset? ExpiresAt);

internal sealed record DeadlineStep(string Step, DateOnly Date, int? Count, string? Unit);

internal sealed record OwnRequests(IReadOnlyList<OwnRequest> Items);

/// <summary>dsar's public endpoints, called for the person whose browser asks.</summary>
internal sealed class PublicRequests(IHttpClientFactory clients)
{
    public const string Client = "privacy-dsar";
    private const string Requests = "v1/public/requests";
    private const string Checks = "v1/public/address-checks";
    private const string SecretHeader = "X-Access-Secret";

    public Task<Answer<FiledRequest>> FileAsync(string type, string email, string language, CancellationToken ct) =>
        PostAsync<FiledRequest>(Requests, new { type, identifiers = new[] { new { kind = "email", value = email } }, language }, ct);

    public Task<Answer<Nothing>> ConfirmAsync(Guid request, string code, CancellationToken ct) => PostAsync<Nothing>($"{Requests}/{request}/verification", new { code }, ct);

    public Task<Answer<Nothing>> ResendAsync(Guid request, CancellationToken ct) => PostAsync<Nothing>($"{Requests}/{request}/verification/resend", null, ct);

    public Task<Answer<OwnRequest>> StateAsync(Guid request, string secret, CancellationToken ct) => SendAsync<OwnRequest>(HttpMethod.Get, $"{Requests}/{request}", secret, ct);

    public Task<Answer<StartedCheck>> StartCheckAsync(string email, string language, CancellationToken ct) => PostAsync<StartedCheck>(Checks, new { email, language }, ct);

    public Task<Answer<OpenedAccess>> ConfirmAddressAsync(Guid check, string code, CancellationToken ct) => PostAsync<OpenedAccess>($"{Checks}/{check}/confirmation", new { code }, ct);

    public Task<Answer<OwnRequests>> OwnAsync(Guid check, string secret, CancellationToken ct) => SendAsync<OwnRequests>(HttpMethod.Get, $"{Checks}/{check}/requests", secret, ct);

    public Task<Answer<Nothing>> EndAccessAsync(Guid check, string secret, CancellationToken ct) => SendAsync<Nothing>(HttpMethod.Delete, $"{Checks}/{check}", secret, ct);

    /// <summary>The answer as it comes in: a package is not held in memory.</summary>
    public async Task<HttpResponseMessage> DownloadAsync(Guid package, string secret, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/public/packages/{package}/download") { Content = JsonContent.Create(new { secret }) };
        try
        {
            return await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new UnavailableException();
        }
    }

    private Task<Answer<T>> PostAsync<T>(string path, object? body, CancellationToken ct)
        where T : class =>
        clients.CreateClient(Client).AskAsync<T>(new(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) }, ct);

    private Task<Answer<T>> SendAsync<T>(HttpMethod method, string path, string secret, CancellationToken ct)
        where T : class =>
        clients.CreateClient(Client).AskAsync<T>(new(method, path) { Headers = { { SecretHeader, secret } } }, ct);
}
