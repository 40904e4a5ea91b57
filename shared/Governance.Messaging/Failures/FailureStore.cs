using System.Text;
using Governance.Contracts;
using Governance.Contracts.Messaging.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Failures;

/// <summary>What is known of a message that failed.</summary>
internal sealed record Failure(Guid? MessageId, string QueueName, string MessageType, string ContentType, byte[] Body, string ErrorType, string ErrorMessage);

/// <summary>Writes failures into the service's error store. Keeps trying while the database is away: the message stays unacknowledged meanwhile.</summary>
internal interface IFailureStore
{
    Task SaveAsync(Failure failure, CancellationToken ct);
}

internal sealed partial class FailureStore<TDbContext>(
    IServiceScopeFactory scopes,
    EventHeaders headers,
    MessageOutbox outbox,
    TimeProvider clock,
    ILogger<FailureStore<TDbContext>> logger) : IFailureStore
    where TDbContext : DbContext
{
    private const int MaxErrorLength = 500;

    public async Task SaveAsync(Failure failure, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await WriteAsync(failure, ct);
                LogFailed(failure.MessageId, failure.MessageType, failure.QueueName, failure.ErrorType);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotStored(failure.MessageId, exception.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }
        }
    }

    private async Task WriteAsync(Failure failure, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDbContext>();
        var row = new FailedMessage
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            MessageId = failure.MessageId,
            QueueName = failure.QueueName,
            MessageType = failure.MessageType,
            ContentType = failure.ContentType,
            Body = failure.Body,
            ErrorType = failure.ErrorType,
            ErrorMessage = Storable(failure.ErrorMessage),
            FailedAt = clock.GetUtcNow(),
        };
        db.Add(row);
        // A failure to handle the news of a failure makes no further news.
        if (failure.MessageType != nameof(MessageFailed))
            outbox.Add(db, new MessageFailed(headers.New(null, "failed-message", row.Id) with { Outcome = Outcome.Failed }, row.Id, row.QueueName, row.MessageType));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Cut to size, without what PostgreSQL refuses: U+0000 and half surrogate pairs.</summary>
    private static string Storable(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxErrorLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxErrorLength)
                break;
            clean.Append(rune.Value == 0 ? "?" : rune.ToString());
        }
        return clean.ToString();
    }

    [LoggerMessage(LogLevel.Error, "Message {MessageId} of type {MessageType} from {Queue} went to the error store: {Error}")]
    private partial void LogFailed(Guid? messageId, string messageType, string queue, string error);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} can't be written to the error store yet: {Error}")]
    private partial void LogNotStored(Guid? messageId, string error);
}
