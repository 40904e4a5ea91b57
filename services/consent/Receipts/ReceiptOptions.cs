using System.ComponentModel.DataAnnotations;

namespace Governance.Consent.Receipts;

/// <summary>Section <c>Receipts</c>.</summary>
internal sealed class ReceiptOptions : IValidatableObject
{
    public const string Section = "Receipts";

    /// <summary>Where the private key is: <c>env:NAME</c> or <c>file:/path</c> of a PEM with an EC P-256 key. Empty: the service makes its own and keeps it sealed.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>How long a key of the service's own signs before the next one takes over.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long a new key stands in the published set before it signs, so that verifiers with a copy know it by then.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan KeyAnnouncement { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Where data are kept, as the receipt says it.</summary>
    public IList<string> StorageLocations { get; } = [];

    /// <summary>Law under which consent was asked for.</summary>
    [Required]
    public string Jurisdiction { get; set; } = "EU";

    public ControllerOptions Controller { get; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningKey.Length > 0 && !SigningKey.StartsWith("env:", StringComparison.Ordinal) && !SigningKey.StartsWith("file:/", StringComparison.Ordinal))
            yield return new("Receipts:SigningKey must be env:NAME or file:/path.", [nameof(SigningKey)]);
    }
}

/// <summary>The PII controller that the receipt names.</summary>
internal sealed class ControllerOptions
{
    public string Id { get; set; } = "controller";

    public string Name { get; set; } = "The controller";

    public string Address { get; set; } = "";

    public string Contact { get; set; } = "the data protection officer";
}
