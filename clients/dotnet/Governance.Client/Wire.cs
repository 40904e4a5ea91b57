using System.Text.Json;

namespace Governance.Client;

/// <summary>Why the service could not be asked.</summary>
internal static class ClientFaults
{
    public const string Timeout = "client:timeout";
    public const string Unreachable = "client:unreachable";
    public const string Refused = "client:refused";
    public const string Malformed = "client:malformed";

    public static string Of(Exception exception) => exception switch
    {
        OperationCanceledException => Timeout,
        JsonException or NotSupportedException or InvalidOperationException => Malformed,
        _ => Unreachable,
    };
}

/// <summary>A decision as the service writes it. What it must say is a required parameter.</summary>
internal sealed record WireDecision(
    bool Allowed,
    string Purpose,
    string Reason,
    DateTimeOffset DecidedFor,
    string? Basis = null,
    string? State = null,
    Guid? RecordId = null,
    string? Notice = null,
    int? NoticeVersion = null,
    DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Whether it answers what was asked, and does not contradict itself.</summary>
    public bool Fits(string purpose, DateTimeOffset? at) =>
        Purpose == purpose && (at is null || DecidedFor == at) && Allowed == (Basis is not null);

    public Decision ToDecision() => new()
    {
        Allowed = Allowed,
        Purpose = Purpose,
        Reason = Reason,
        DecidedFor = DecidedFor,
        Basis = Basis,
        State = State,
        RecordId = RecordId,
        Notice = Notice,
        NoticeVersion = NoticeVersion,
        ExpiresAt = ExpiresAt,
    };
}

/// <param name="Subject">Position of the subject in the question.</param>
internal sealed record WireItem(int Subject, WireDecision Decision);

internal sealed record WireBatch(IReadOnlyList<WireItem> Decisions)
{
    public bool Fits(int subjects, IReadOnlyList<string> purposes, DateTimeOffset? at) =>
        Decisions.Count == subjects * purposes.Count
        && Decisions.Select((item, i) => item is not null && item.Subject == i / purposes.Count && item.Decision.Fits(purposes[i % purposes.Count], at)).All(fits => fits);
}
