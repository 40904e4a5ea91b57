namespace Governance.Messaging.Idempotency;

/// <summary>The answer given to a first request with an Idempotency-Key, for its repeats.</summary>
public sealed class IdempotencyRecord
{
    public required string Caller { get; init; }

    public required string Endpoint { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of path and body: a key used again for something else is refused.</summary>
    public required byte[] RequestHash { get; init; }

    public int StatusCode { get; set; }

    public string? Location { get; set; }

    public string? Etag { get; set; }

    public string? Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
