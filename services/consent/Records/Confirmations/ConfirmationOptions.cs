using System.ComponentModel.DataAnnotations;

namespace Governance.Consent.Records.Confirmations;

/// <summary>Section <c>Confirmations</c>.</summary>
internal sealed class ConfirmationOptions
{
    public const string Section = "Confirmations";

    /// <summary>For how long a token is good.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "Confirmations:Lifetime must be from 1 minute to 30 days.")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(2);
}
