using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Governance.Consent.Webhooks;

/// <summary>Section <c>Webhooks</c>.</summary>
internal sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    /// <summary>Plain HTTP too. For demonstrations and tests only.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Networks that may be called although they are not public, for example <c>127.0.0.0/8</c>. Empty: none.</summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>Attempts until a delivery is set aside.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 16;

    /// <summary>Wait before the second attempt; doubled (with jitter) for each one after it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromHours(6);

    /// <summary>For one attempt, from the look-up of the name to the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Deliveries to one system under way at the same time.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 16;

    /// <summary>How long the old secret signs beside the new one.</summary>
    public TimeSpan SecretOverlap { get; set; } = TimeSpan.FromDays(1);

    public IEnumerable<IPNetwork> Networks() => AllowedNetworks.Select(n => IPNetwork.Parse(n));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AllowedNetworks.Any(n => !IPNetwork.TryParse(n, out _)))
            yield return new("Webhooks:AllowedNetworks must be networks such as 10.1.0.0/16.", [nameof(AllowedNetworks)]);
    }
}
