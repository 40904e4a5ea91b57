using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Governance.Consent.Data;
using Governance.Consent.Records;
using Governance.Consent.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Webhooks;

/// <param name="Status">Status of the answer; null when there was none.</param>
/// <param name="Error">Code of why it failed; null when it was taken.</param>
/// <param name="RetryAfter">What the receiver asked for.</param>
internal sealed record AttemptResult(int? Status, string? Error, TimeSpan? RetryAfter = null)
{
    public bool Gone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>One attempt at one delivery.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, IServiceScopeFactory scopes, SecretVault vault, IOptions<WebhookOptions> options, TimeProvider clock)
{
    public const string Client = "webhooks";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The same for every attempt at one record, so that a receiver knows a repeat.</summary>
    public static string MessageId(Guid recordId) => $"msg_{recordId:n}";

    public static string SecretContext(Guid recipientId) => $"webhook-secret:{recipientId}";

    public async Task<AttemptResult> SendAsync(Recipient recipient, ClaimedDelivery delivery, CancellationToken ct)
    {
        var body = await WriteAsync(delivery, ct);
        var (id, now) = (MessageId(delivery.RecordId), clock.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, recipient.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Timestamp(now));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(Secrets(recipient, now), id, now, body));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("governance-consent", "1"));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(options.Value.Timeout);
        try
        {
            using var response = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? new(status, null) : new(status, "refused", RetryAfter(response, now));
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return new(null, Code(exception));
        }
    }

    private static string Code(Exception exception) => exception switch
    {
        OperationCanceledException => "timeout",
        HttpRequestException { InnerException: ForbiddenAddressException } or ForbiddenAddressException => "address-forbidden",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls-failed",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name-unknown",
        _ => "unreachable",
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - now : null;

    private IEnumerable<byte[]> Secrets(Recipient recipient, DateTimeOffset now)
    {
        yield return vault.Open(recipient.SealedSecret!, SecretContext(recipient.Id));
        if (recipient.PreviousSealedSecret is { } previous && recipient.PreviousSecretUntil > now)
            yield return vault.Open(previous, SecretContext(recipient.Id));
    }

    private async Task<string> WriteAsync(ClaimedDelivery delivery, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var history = await scope.ServiceProvider.GetRequiredService<ConsentDbContext>().Records.AsNoTracking()
            .Where(r => r.Subject == delivery.Subject && r.PurposeCode == delivery.PurposeCode && r.Version <= delivery.Version)
            .OrderBy(r => r.Version).ToListAsync(ct);
        var record = history[^1];
        var state = ConsentState.Of(history.Select(r => r.ToEntry()), record.RecordedAt);
        return JsonSerializer.Serialize(new WebhookMessage(
            $"consent.{CodeRules.CodeOf(record.Action)}",
            record.RecordedAt,
            new(record.Subject, record.PurposeCode, record.Version, record.Id, CodeRules.CodeOf(record.Action), CodeRules.CodeOf(state.Status), state.Status.IsValid(), state.Objection is not null, record.ExpiresAt)), Json);
    }
}

/// <summary>The body, in the form that Standard Webhooks recommends.</summary>
internal sealed record WebhookMessage(string Type, DateTimeOffset Timestamp, WebhookData Data);

/// <param name="Subject">Pseudonym.</param>
/// <param name="Version">Position in the history of this subject and purpose, from 1 without gaps. Ignore what is not above the last one seen; a jump means that one was missed: ask for the expected state.</param>
/// <param name="State">State of the consent after this record.</param>
/// <param name="Valid">Whether that state is a valid consent.</param>
/// <param name="Objected">Whether an objection stands.</param>
internal sealed record WebhookData(
    string Subject, string Purpose, int Version, Guid RecordId, string Action, string State, bool Valid, bool Objected, DateTimeOffset? ExpiresAt);
