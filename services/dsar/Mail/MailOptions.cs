using System.ComponentModel.DataAnnotations;

namespace Governance.Dsar.Mail;

/// <summary>How mail leaves (<c>Mail</c>): by SMTP, or as files in a folder.</summary>
internal sealed class MailOptions : IValidatableObject
{
    [Required]
    public string From { get; set; } = "privacy@localhost";

    /// <summary>Writes each mail as an .eml file instead of sending it.</summary>
    public string? PickupDirectory { get; set; }

    public string? SmtpHost { get; set; }

    public int SmtpPort { get; set; } = 587;

    public bool EnableTls { get; set; } = true;

    public string? UserName { get; set; }

    public string? Password { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(PickupDirectory) == string.IsNullOrEmpty(SmtpHost))
            yield return new("Set either Mail:PickupDirectory or Mail:SmtpHost.", [nameof(PickupDirectory)]);
    }
}
