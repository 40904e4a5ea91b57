using Governance.Dsar.Deadlines;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Requests;

/// <summary>Computes a request's deadline from what is known of it today.</summary>
internal sealed class RequestDeadlines(RegimeCatalog catalog, IOptions<ControllerOptions> controller, TimeProvider clock)
{
    private readonly ControllerCalendar calendar = new(controller.Value.TimeZone);

    public DateOnly Today => calendar.DayOf(clock.GetUtcNow());

    public Regime RegimeOf(SubjectRequest request) =>
        catalog.Find(request.Regime, request.ReceivedOn) ?? throw new InvalidOperationException($"The regime {request.Regime} was not in force.");

    public Regime? Find(string code) => catalog.Find(code, Today);

    public Deadline Compute(SubjectRequest request)
    {
        var regime = RegimeOf(request);
        var pauses = request.Pauses.Select(p => new ClockPause(p.Reason, p.AskedOn, p.AnsweredOn ?? Today)).ToList();
        return DeadlineCalculator.Compute(new(
            regime, catalog.CalendarOf(regime), request.ReceivedOn, request.IdentityOn, null, request.ExtensionReason is not null, pauses));
    }
}
