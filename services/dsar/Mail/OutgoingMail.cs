namespace Governance.Dsar.Mail;

/// <summary>A mail that waits to be sent. Recipient and text are encrypted with the request's key and dropped once it is sent.</summary>
internal sealed class OutgoingMail
{
    public required Guid Id { get; init; }

    public required Guid RequestId { get; init; }

    /// <summary>For example <c>verification-code</c>.</summary>
    public required string Kind { get; init; }

    public byte[]? Ciphertext { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>What is encrypted in an <see cref="OutgoingMail"/>.</summary>
internal sealed record MailContent(string To, string Subject, string Body);
