namespace Governance.Identity.Setup;

/// <summary>The one row that says that the first administrator has been created.</summary>
internal sealed class SetupCompletion
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required Guid UserId { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }
}
