using FluentValidation;

namespace Governance.Audit.Anomalies.Settings;

internal sealed class SettingsValidator : AbstractValidator<AnomalySettings>
{
    private const int MostNames = 100;
    private const int MostHolidays = 1000;

    public SettingsValidator()
    {
        RuleFor(s => s.LookbackDays).InclusiveBetween(14, 400);

        RuleFor(s => s.Calendar.TimeZone).Must(id => TimeZoneInfo.TryFindSystemTimeZoneById(id ?? "", out _)).WithMessage("Not a time zone of the IANA database.");
        RuleFor(s => s.Calendar.From).LessThan(s => s.Calendar.To).WithMessage("Before the end of the working hours.");
        RuleFor(s => s.Calendar.ToleranceMinutes).InclusiveBetween(0, 720);
        RuleFor(s => s.Calendar.WorkingDays).NotNull().ForEach(d => d.IsInEnum());
        RuleFor(s => s.Calendar.Holidays).NotNull().Must(h => h is null || h.Count <= MostHolidays).WithMessage($"At most {MostHolidays}.");

        Names(s => s.BulkAccess.Reads);
        Names(s => s.BulkAccess.Exports);
        RuleFor(s => s.BulkAccess.Spreads).InclusiveBetween(1, 100);
        RuleFor(s => s.BulkAccess.LeastSpread).InclusiveBetween(1.01, 100);
        RuleFor(s => s.BulkAccess.DayFloor).InclusiveBetween(1, 1e12);
        RuleFor(s => s.BulkAccess.HourFloor).InclusiveBetween(1, 1e12);
        RuleFor(s => s.BulkAccess.RecordsFloor).InclusiveBetween(1, 1e12);
        RuleFor(s => s.BulkAccess.LeastDays).InclusiveBetween(3, 365);
        RuleFor(s => s.BulkAccess.RecentDays).InclusiveBetween(3, 365);
        RuleFor(s => s.BulkAccess.DismissedFactor).InclusiveBetween(1, 100);
        RuleFor(s => s.BulkAccess.NewcomerFactor).InclusiveBetween(1, 100);
        RuleFor(s => s.BulkAccess.MonthlyFactor).InclusiveBetween(1, 100);

        Names(s => s.OffHours.Actions);
        RuleFor(s => s.OffHours.Least).InclusiveBetween(1, 1000);
        RuleFor(s => s.OffHours.HabitDays).InclusiveBetween(1, 365);

        RuleFor(s => s.Refusals.WindowMinutes).InclusiveBetween(10, 1440).Must(m => m % 10 == 0).WithMessage("A multiple of 10.");
        RuleFor(s => s.Refusals.Floor).InclusiveBetween(2, 1e6);
        RuleFor(s => s.Refusals.CollectiveFloor).InclusiveBetween(2, 1e6);
        RuleFor(s => s.Refusals.Spreads).InclusiveBetween(1, 100);
        RuleFor(s => s.Refusals.LeastSpread).InclusiveBetween(1.01, 100);
        RuleFor(s => s.Refusals.LeastWindows).InclusiveBetween(3, 10_000);

        Names(s => s.Approvals.PlannedBy);
        Names(s => s.Approvals.ApprovedBy);
        RuleFor(s => s.Approvals.LookbackDays).InclusiveBetween(7, 400);
        RuleFor(s => s.Approvals.LeastCount).InclusiveBetween(3, 1000);
        RuleFor(s => s.Approvals.LeastShare).InclusiveBetween(0.1, 1);
        RuleFor(s => s.Approvals.ReciprocalCount).InclusiveBetween(2, 1000);
        RuleFor(s => s.Approvals.ReciprocalShare).InclusiveBetween(0.1, 1);
        RuleFor(s => s.Approvals.LargestChance).InclusiveBetween(1e-12, 0.5);

        Names(s => s.AuditGaps.Verifications);
        RuleFor(s => s.AuditGaps.LeastDays).InclusiveBetween(3, 365);
        RuleFor(s => s.AuditGaps.LeastPeople).InclusiveBetween(1, 1000);
        RuleFor(s => s.AuditGaps.OfficeFactor).InclusiveBetween(1, 100);
        RuleFor(s => s.AuditGaps.OfficeFloorHours).InclusiveBetween(1, 1000);
        RuleFor(s => s.AuditGaps.ClockFactor).InclusiveBetween(1, 100);
        RuleFor(s => s.AuditGaps.ClockFloorHours).InclusiveBetween(1, 1000);
        RuleFor(s => s.AuditGaps.GraceMinutes).InclusiveBetween(0, 1440);
        RuleFor(s => s.AuditGaps.FutureMinutes).InclusiveBetween(1, 1440);
        RuleFor(s => s.AuditGaps.LateHours).InclusiveBetween(0.1, 1000);
        RuleFor(s => s.AuditGaps.LateFloor).InclusiveBetween(1, 1_000_000);
    }

    private void Names(System.Linq.Expressions.Expression<Func<AnomalySettings, IReadOnlyList<string>>> list) =>
        RuleFor(list)
            .NotNull()
            .Must(names => names is null || (names.Count <= MostNames && names.All(n => n is { Length: > 0 and <= 100 } && n.Trim('*').Length > 0)))
            .WithMessage($"At most {MostNames} names of actions, each with at most 100 characters; an asterisk at one end stands for anything.");
}
