using Governance.Contracts;
using Governance.Contracts.Messaging.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Messaging.Failures;

/// <summary>A message in the error store.</summary>
public sealed record FailedMessageResponse(Guid Id, Guid? MessageId, string QueueName, string MessageType, string ErrorType, string ErrorMessage, DateTimeOffset FailedAt, DateTimeOffset? ReplayedAt, string? ReplayedBy);

/// <summary>The message with its body (text as it came, else base64).</summary>
public sealed record FailedMessageDetail(FailedMessageResponse Message, string ContentType, string Body);

public static class FailedMessageEndpoints
{
    /// <summary>Maps list, inspect and replay of the service's error store below <c>/v1/failed-messages</c>.</summary>
    public static IEndpointRouteBuilder MapFailedMessages<TDbContext>(this IEndpointRouteBuilder app)
        where TDbContext : DbContext
    {
        var service = app.ServiceProvider.GetRequiredService<ServiceIdentity>().Name;
        var group = app.MapGroup("/v1/failed-messages").WithTags("Failed messages");
        group.MapGet("/", ListAsync<TDbContext>).WithName($"{service}.ListFailedMessages").RequirePermission(Permissions.MessagingRead);
        group.MapGet("/{id:guid}", GetAsync<TDbContext>).WithName($"{service}.GetFailedMessage").RequirePermission(Permissions.MessagingRead);
        group.MapPost("/{id:guid}/replay", ReplayAsync<TDbContext>).WithName($"{service}.ReplayFailedMessage").RequirePermission(Permissions.MessagingReplay);
        return app;
    }

    /// <param name="replayed">True: only those replayed; false: only those still waiting; absent: all.</param>
    private static async Task<Ok<Page<FailedMessageResponse>>> ListAsync<TDbContext>(TDbContext db, Guid? after, int? limit, bool? replayed, CancellationToken ct)
        where TDbContext : DbContext
    {
        var count = Paging.Limit(limit);
        var rows = await db.Set<FailedMessage>().AsNoTracking()
            .Where(m => after == null || m.Id > after)
            .Where(m => replayed == null || (m.ReplayedAt != null) == replayed)
            .OrderBy(m => m.Id).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, ToResponse, m => m.Id.ToString()));
    }

    private static async Task<Results<Ok<FailedMessageDetail>, ProblemHttpResult>> GetAsync<TDbContext>(Guid id, TDbContext db, HttpResponse response, CancellationToken ct)
        where TDbContext : DbContext
    {
        if (await db.Set<FailedMessage>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } message)
            return Problems.NotFound("failed message");
        response.SetEtag(message.Version);
        var body = System.Text.Unicode.Utf8.IsValid(message.Body) ? System.Text.Encoding.UTF8.GetString(message.Body) : Convert.ToBase64String(message.Body);
        return TypedResults.Ok(new FailedMessageDetail(ToResponse(message), message.ContentType, body));
    }

    /// <summary>Puts the message back into its queue as it came. Handled twice it has one effect, so a repeat is harmless.</summary>
    private static async Task<Results<Ok<FailedMessageResponse>, ProblemHttpResult>> ReplayAsync<TDbContext>(
        Guid id, TDbContext db, RawPublisher publisher, MessageOutbox outbox, EventHeaders headers, HttpContext http, TimeProvider clock, CancellationToken ct)
        where TDbContext : DbContext
    {
        if (await db.Set<FailedMessage>().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } message)
            return Problems.NotFound("failed message");
        if (message.ReplayedAt is not null)
            return Problems.Conflict("already-replayed", "The message was replayed before. If it failed again, it stands in the list under a new id.");
        await publisher.PublishAsync(message, ct);
        message.MarkReplayed(http.User.CallerId(), clock.GetUtcNow());
        outbox.Add(db, new FailedMessageReplayed(headers.New(http.User.Actor(), "failed-message", message.Id), message.Id, message.QueueName));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ToResponse(message));
    }

    private static FailedMessageResponse ToResponse(FailedMessage m) =>
        new(m.Id, m.MessageId, m.QueueName, m.MessageType, m.ErrorType, m.ErrorMessage, m.FailedAt, m.ReplayedAt, m.ReplayedBy);
}
