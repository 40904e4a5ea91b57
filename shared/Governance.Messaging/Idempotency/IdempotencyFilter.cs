using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Governance.Messaging.Idempotency;

public static class IdempotencyFilter
{
    public const string Header = "Idempotency-Key";

    /// <summary>Where answers are kept: one row to a caller, endpoint and key.</summary>
    public const string Table = "idempotency_keys";

    private const int MaxKeyLength = 200;
    private static readonly RequestHeader Described = new(Header, IsRequired: false, "Chosen by the caller, at most 200 characters. A repeat with the same key gets the first answer and changes nothing.");

    /// <summary>
    /// A repeat with the same Idempotency-Key gets the first answer and changes nothing. The key's row and the handler's changes are
    /// one transaction; a refusal leaves no row, so it can be repeated. The handler must save through the same <typeparamref name="TDbContext"/>.
    /// </summary>
    public static RouteHandlerBuilder WithIdempotency<TDbContext>(this RouteHandlerBuilder builder)
        where TDbContext : DbContext =>
        builder.WithMetadata(new BufferedBody(), Described).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (http.Request.Headers[Header] is not [{ Length: > 0 } given, ..])
                return await next(context);
            if (given.Length > MaxKeyLength)
                return Problems.Validation(Header, $"At most {MaxKeyLength} characters.");

            var db = http.RequestServices.GetRequiredService<TDbContext>();
            var ct = http.RequestAborted;
            var claim = (await ClaimAsync(http))!;
            var (caller, endpoint, key, hash, now) = (claim.Caller, claim.Endpoint, claim.Key, claim.RequestHash, claim.CreatedAt);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var isFirst = await db.Database.ExecuteSqlAsync($"""
                INSERT INTO idempotency_keys (caller, endpoint, key, request_hash, status_code, created_at)
                VALUES ({caller}, {endpoint}, {key}, {hash}, 0, {now}) ON CONFLICT DO NOTHING
                """, ct) == 1;
            if (!isFirst)
                return await RepeatAsync(db, http, caller, endpoint, key, hash, ct);

            var result = await next(context);
            var inner = result;
            while (inner is INestedHttpResult nested)
                inner = nested.Result;
            var status = (inner as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
            if (status is < 200 or > 299)
                return result;

            var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            var value = (inner as IValueHttpResult)?.Value;
            var body = value is null ? null : JsonSerializer.Serialize(value, value.GetType(), json);
            var location = inner?.GetType().GetProperty("Location")?.GetValue(inner) as string;
            var etag = http.Response.Headers.ETag.ToString();
            await db.Database.ExecuteSqlAsync($"""
                UPDATE idempotency_keys SET status_code = {status}, location = {location}, etag = {etag}, body = {body}
                WHERE caller = {caller} AND endpoint = {endpoint} AND key = {key}
                """, ct);
            await transaction.CommitAsync(ct);
            return result;
        });

    /// <summary>
    /// For a handler that keeps its answer itself, in the statement that makes its change: the row as it has to be, but for the answer.
    /// When the key turns out to be taken the change must not be made and the request goes on to the filter. Null without a key of fitting length.
    /// </summary>
    public static async Task<IdempotencyRecord?> ClaimAsync(HttpContext http) =>
        http.Request.Headers[Header] is not [{ Length: > 0 and <= MaxKeyLength } key, ..] ? null : new()
        {
            Caller = http.User.FindFirst("sub")?.Value ?? "public",
            Endpoint = ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText!,
            Key = key,
            RequestHash = await HashAsync(http.Request, http.RequestAborted),
            CreatedAt = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
        };

    private static async Task<IResult> RepeatAsync(DbContext db, HttpContext http, string caller, string endpoint, string key, byte[] hash, CancellationToken ct)
    {
        var first = await db.Set<IdempotencyRecord>().AsNoTracking().SingleAsync(r => r.Caller == caller && r.Endpoint == endpoint && r.Key == key, ct);
        if (!first.RequestHash.AsSpan().SequenceEqual(hash))
            return Problems.Unprocessable("idempotency-key-reused", "This Idempotency-Key was used for another request.");
        if (first.Location is { Length: > 0 } location)
            http.Response.Headers.Location = location;
        if (first.Etag is { Length: > 0 } etag)
            http.Response.Headers.ETag = etag;
        return first.Body is null ? TypedResults.StatusCode(first.StatusCode) : TypedResults.Text(first.Body, "application/json", Encoding.UTF8, first.StatusCode);
    }

    private static async Task<byte[]> HashAsync(HttpRequest request, CancellationToken ct)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        request.Body.Position = 0;
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
            sha.AppendData(buffer, 0, read);
        return sha.GetHashAndReset();
    }
}
