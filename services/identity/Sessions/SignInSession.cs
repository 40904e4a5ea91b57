namespace Governance.Identity.Sessions;

internal sealed class SignInSession
{
    private SignInSession()
    {
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public DateTimeOffset AuthenticatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public static SignInSession Start(Guid userId, DateTimeOffset now, TimeSpan lifetime) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        AuthenticatedAt = now,
        ExpiresAt = now + lifetime,
    };

    public void End(DateTimeOffset now) => EndedAt ??= now;
}
