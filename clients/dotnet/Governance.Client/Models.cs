using System.Text.Json.Serialization;

namespace Governance.Client;

/// <summary>How the caller knows a person. The service turns it into a pseudonym and does not keep it.</summary>
/// <param name="IdentifierKind">For example <c>email</c>.</param>
/// <param name="Identifier">The identifier itself.</param>
public sealed record Subject(string IdentifierKind, string Identifier)
{
    /// <summary>Known by e-mail address.</summary>
    public static Subject Email(string address) => new("email", address);

    /// <summary>Known by the customer number.</summary>
    public static Subject Customer(string number) => new("customer-id", number);

    /// <summary>Without the identifier, so that it gets into no log.</summary>
    public override string ToString() => $"{IdentifierKind}: not shown";
}

/// <summary>The answer to "may I?".</summary>
public sealed record Decision
{
    /// <summary>Only this says yes.</summary>
    public required bool Allowed { get; init; }

    /// <summary>The purpose that was asked about.</summary>
    public required string Purpose { get; init; }

    /// <summary>A stable code that says why; starts with <c>client:</c> where the service could not be asked.</summary>
    public required string Reason { get; init; }

    /// <summary>False where the service gave no usable answer; the decision is no then.</summary>
    public bool Answered { get; init; } = true;

    /// <summary>The legal basis that allows, for example <c>consent</c>; null when denied.</summary>
    public string? Basis { get; init; }

    /// <summary>State of the consent; null when the purpose does not rest on consent.</summary>
    public string? State { get; init; }

    /// <summary>The record that the answer rests on.</summary>
    public Guid? RecordId { get; init; }

    /// <summary>Code of the notice that was consented to.</summary>
    public string? Notice { get; init; }

    /// <summary>Its version.</summary>
    public int? NoticeVersion { get; init; }

    /// <summary>When the consent ends by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The time that the answer is for.</summary>
    public DateTimeOffset? DecidedFor { get; init; }

    internal static Decision Denied(string purpose, string reason) => new() { Allowed = false, Answered = false, Purpose = purpose, Reason = reason };
}

/// <summary>What is recorded.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsentAction>))]
public enum ConsentAction
{
    /// <summary>Consent is given.</summary>
    [JsonStringEnumMemberName("give")]
    Give,

    /// <summary>Consent is refused.</summary>
    [JsonStringEnumMemberName("refuse")]
    Refuse,

    /// <summary>Consent is withdrawn.</summary>
    [JsonStringEnumMemberName("withdraw")]
    Withdraw,

    /// <summary>The person objects (GDPR Art. 21).</summary>
    [JsonStringEnumMemberName("object")]
    RaiseObjection,

    /// <summary>The objection is taken back.</summary>
    [JsonStringEnumMemberName("liftObjection")]
    LiftObjection,
}

/// <summary>What the person was shown.</summary>
/// <param name="Code">Code of the notice.</param>
/// <param name="Version">Its version.</param>
/// <param name="Language">BCP 47 tag of the text.</param>
public sealed record ShownNotice(string Code, int Version, string Language);

/// <summary>What is handed in to be recorded.</summary>
/// <param name="Subject">Whom it is about.</param>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Action">What was expressed.</param>
/// <param name="Method">How, a code such as <c>web-form</c>.</param>
/// <param name="Source">Where, a code such as <c>shop-checkout</c>.</param>
/// <param name="Notice">What was shown; needed to give and to refuse.</param>
public sealed record NewRecord(Subject Subject, string Purpose, ConsentAction Action, string Method, string Source, ShownNotice? Notice = null);

/// <summary>A record as it was taken in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Subject">Pseudonym of the person.</param>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Version">Position in the history of this person and purpose, from 1.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="ExpiresAt">When the consent ends by itself; null: until withdrawn.</param>
public sealed record Record(Guid Id, string Subject, string Purpose, int Version, DateTimeOffset RecordedAt, DateTimeOffset? ExpiresAt);

/// <summary>The service did not record what it was handed.</summary>
/// <param name="code">Last part of the problem's type, or <c>client:</c> and why it could not be reached.</param>
/// <param name="status">HTTP status; null when there was no answer.</param>
public sealed class GovernanceException(string code, int? status, Exception? inner = null) : Exception($"The consent service answered {status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}: {code}.", inner)
{
    /// <summary>Last part of the problem's type, or <c>client:</c> and why it could not be reached.</summary>
    public string Code { get; } = code;

    /// <summary>HTTP status; null when there was no answer.</summary>
    public int? Status { get; } = status;
}
