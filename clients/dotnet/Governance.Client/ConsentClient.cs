using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.Client;

/// <summary>Asks the consent service and hands records in. One instance serves the whole process; it may be used from several threads.</summary>
public sealed class ConsentClient : IDisposable
{
    private const long MaxAnswer = 4 * 1024 * 1024;

    /// <summary>Strict: what is missing, doubled or of another type is no answer.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly ConsentClientOptions _options;
    private readonly HttpClient _http;
    private readonly AccessTokens _tokens;

    /// <param name="options">Where the service is and how the caller signs in.</param>
    public ConsentClient(ConsentClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        var handler = options.Handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _http = new HttpClient(handler, disposeHandler: options.Handler is null) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswer };
        _tokens = new AccessTokens(_http, options);
    }

    /// <summary>May data of the person be used for the purpose? No, unless the service says yes.</summary>
    /// <param name="at">A past time; null for now.</param>
    /// <exception cref="OperationCanceledException">The caller's own token was cancelled.</exception>
    public async Task<Decision> DecideAsync(Subject subject, string purpose, DateTimeOffset? at = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        var (answer, fault) = await AskAsync<WireDecision>("v1/decisions", new { subject, purpose, at }, cancellationToken).ConfigureAwait(false);
        return answer is not null && answer.Fits(purpose, at) ? answer.ToDecision() : Decision.Denied(purpose, fault ?? ClientFaults.Malformed);
    }

    /// <summary>Every subject for every purpose, in one round trip: subject by subject, purposes in the order asked.</summary>
    /// <exception cref="OperationCanceledException">The caller's own token was cancelled.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<Decision>>> DecideManyAsync(IReadOnlyList<Subject> subjects, IReadOnlyList<string> purposes, DateTimeOffset? at = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentNullException.ThrowIfNull(purposes);
        var (answer, fault) = await AskAsync<WireBatch>("v1/decisions/batch", new { subjects, purposes, at }, cancellationToken).ConfigureAwait(false);
        // An answer that does not fit what was asked could be somebody else's: none of it is believed.
        return answer is not null && answer.Fits(subjects.Count, purposes, at)
            ? [.. answer.Decisions.Chunk(purposes.Count).Select(row => (IReadOnlyList<Decision>)[.. row.Select(d => d.Decision.ToDecision())])]
            : [.. subjects.Select(_ => (IReadOnlyList<Decision>)[.. purposes.Select(p => Decision.Denied(p, fault ?? ClientFaults.Malformed))])];
    }

    /// <summary>Records a consent to what was shown.</summary>
    public Task<Record> GiveAsync(Subject subject, string purpose, ShownNotice notice, string method, string source, CancellationToken cancellationToken = default) =>
        RecordAsync(new(subject, purpose, ConsentAction.Give, method, source, notice), cancellationToken);

    /// <summary>Records that consent was refused to what was shown.</summary>
    public Task<Record> RefuseAsync(Subject subject, string purpose, ShownNotice notice, string method, string source, CancellationToken cancellationToken = default) =>
        RecordAsync(new(subject, purpose, ConsentAction.Refuse, method, source, notice), cancellationToken);

    /// <summary>Withdraws. When this returns, every instance of the service answers no.</summary>
    public Task<Record> WithdrawAsync(Subject subject, string purpose, string method, string source, CancellationToken cancellationToken = default) =>
        RecordAsync(new(subject, purpose, ConsentAction.Withdraw, method, source), cancellationToken);

    /// <summary>Records an objection.</summary>
    public Task<Record> ObjectAsync(Subject subject, string purpose, string method, string source, CancellationToken cancellationToken = default) =>
        RecordAsync(new(subject, purpose, ConsentAction.RaiseObjection, method, source), cancellationToken);

    /// <summary>Hands a record in. Repeated under one key after faults that may pass, so that it is recorded once.</summary>
    /// <exception cref="GovernanceException">It was not recorded, or the service can't be reached.</exception>
    public async Task<Record> RecordAsync(NewRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        var key = Guid.CreateVersion7(_options.Clock.GetUtcNow()).ToString();
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await TryRecordAsync(record, key, cancellationToken).ConfigureAwait(false);
            if (outcome.Record is not null)
                return outcome.Record;
            if (attempt >= _options.RecordAttempts || !outcome.MayPass)
                throw outcome.Fault!;
            await Task.Delay(TimeSpan.FromMilliseconds(100 * Math.Pow(3, attempt - 1) * (0.5 + Random.Shared.NextDouble())), _options.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _tokens.Dispose();
        _http.Dispose();
    }

    private async Task<(T? Answer, string? Fault)> AskAsync<T>(string path, object question, CancellationToken ct)
        where T : class
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(_options.DecisionTimeout);
        try
        {
            using var response = await SendAsync(path, question, null, timeout.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                return (null, ClientFaults.Refused);
            return (await ReadAsync<T>(response, timeout.Token).ConfigureAwait(false), null);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            // Whatever it is, it is not a yes.
            return (null, ClientFaults.Of(exception));
        }
    }

    private async Task<(Record? Record, GovernanceException? Fault, bool MayPass)> TryRecordAsync(NewRecord record, string key, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(_options.RecordTimeout);
        try
        {
            using var response = await SendAsync("v1/records", record, key, timeout.Token).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            if (!response.IsSuccessStatusCode)
                return (null, new GovernanceException(await CodeAsync(response, timeout.Token).ConfigureAwait(false), status), status is >= 500 or 429 or 408);
            var answer = await ReadAsync<Record>(response, timeout.Token).ConfigureAwait(false);
            return answer?.Purpose == record.Purpose ? (answer, null, false) : (null, new GovernanceException(ClientFaults.Malformed, status), false);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            return (null, new GovernanceException(ClientFaults.Of(exception), null, exception), exception is not JsonException);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string path, object body, string? key, CancellationToken ct)
    {
        for (var again = false; ; again = true)
        {
            var token = await _tokens.GetAsync(ct).ConfigureAwait(false);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{_options.Service.AbsoluteUri.TrimEnd('/')}/{path}") { Content = JsonContent.Create(body, options: Json) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            var response = await _http.SendAsync(request, ct).ConfigureAwait(false);
            if (again || response.StatusCode != HttpStatusCode.Unauthorized)
                return response;
            response.Dispose();
            _tokens.Forget(token);
        }
    }

    /// <summary>Null where it does not even claim to be JSON: a page that a proxy put in between is no answer of the service.</summary>
    private static Task<T?> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct)
        where T : class =>
        response.Content.Headers.ContentType?.MediaType == "application/json" ? response.Content.ReadFromJsonAsync<T>(Json, ct) : Task.FromResult<T?>(null);

    private static async Task<string> CodeAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            var problem = await response.Content.ReadFromJsonAsync<WireProblem>(ct).ConfigureAwait(false);
            return problem?.Type?.Split(':')[^1] ?? ClientFaults.Refused;
        }
        catch (JsonException)
        {
            return ClientFaults.Refused;
        }
    }

    private sealed record WireProblem(string? Type);
}
