using System.ComponentModel.DataAnnotations;
using Governance.Audit.Payloads;

namespace Governance.Audit.Retention;

/// <summary>Section <c>Retention</c>.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Payloads of a month are dropped this many months after its end; 0 keeps them for good.</summary>
    [Range(0, 1200, ErrorMessage = "Retention:PayloadMonths must be from 0 to 1200.")]
    public int PayloadMonths { get; set; } = 72;

    /// <returns>Null when the month is never dropped.</returns>
    public DateOnly? DropsOn(DateOnly month) => PayloadMonths == 0 || month == PayloadMonth.Kept ? null : month.AddMonths(PayloadMonths + 1);
}
