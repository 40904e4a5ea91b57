using Governance.Portal.PrivacyCentre.Calls;
using Governance.Portal.PrivacyCentre.Texts;

namespace Governance.Portal.PrivacyCentre.Pages;

/// <summary>How far requests are, as the person who made them sees it.</summary>
internal sealed class RequestsPage(PublicRequests requests)
{
    private static readonly string[] Steps = ["received", "confirmed", "working", "answered"];

    public async Task<IResult> ListAsync(PageContext context, CancellationToken ct)
    {
        if (await OwnAsync(context, ct) is not { } own)
            return PageContext.GoTo(Paths.SignIn(SignInPage.ForRequests));
        var say = context.Say;
        var list = own.Items.Count == 0
            ? Html.Of($"<p class=\"note\">{say["requests.none"]}</p><p><a class=\"button\" href=\"{Paths.Request}\">{say["home.request"]}</a></p>")
            : Html.Of($"<ul class=\"requests\">{Html.Join(own.Items.Select(r => Item(say, r)))}</ul>");
        return context.Page(say["requests.title"], Html.Of($"{Parts.Back(say)}<h1>{say["requests.title"]}</h1>{Parts.Person(context)}{list}"));
    }

    public async Task<IResult> ShowAsync(PageContext context, CancellationToken ct)
    {
        var id = Guid.Parse((string)context.Http.Request.RouteValues["id"]!);
        var request = await FiledAsync(context, id, ct);
        if (request is null)
        {
            if (await OwnAsync(context, ct) is not { } own)
                return PageContext.GoTo(Paths.SignIn(SignInPage.ForRequests));
            request = own.Items.FirstOrDefault(r => r.Id == id);
        }
        return request is null ? Messages.Missing(context) : One(context, request);
    }

    private async Task<OwnRequest?> FiledAsync(PageContext context, Guid id, CancellationToken ct)
    {
        if (context.Visit.Filed != id || context.Visit.FiledSecret is not { } secret)
            return null;
        return (await requests.StateAsync(id, secret, ct)).Value;
    }

    private async Task<OwnRequests?> OwnAsync(PageContext context, CancellationToken ct) =>
        context.Visit.HasAccess(context.Now) ? (await requests.OwnAsync(context.Visit.Check!.Value, context.Visit.AccessSecret!, ct)).Value : null;

    private static Html Item(Language say, OwnRequest request) => Html.Of($"""
        <li>
          <h2><a href="{Paths.Of(request.Id)}">{say[$"type.{request.Type}"]}</a></h2>
          <p><span class="badge {Tone(request)}">{say[$"state.{Phase(request)}"]}</span></p>
          <p class="small">{say.Say("requests.dates", ("received", say.Date(request.ReceivedOn)))}{(IsOpen(request) ? Html.Of($"<br>{say.Say("requests.due", ("due", say.Date(request.DueOn)))}") : Html.None)}</p>
        </li>
        """);

    private static IResult One(PageContext context, OwnRequest request)
    {
        var (say, phase) = (context.Say, Phase(request));
        var title = say[$"type.{request.Type}"];
        return context.Page(title, Html.Of($"""
            {Parts.Back(say)}
            <p class="kicker">{say["one.kicker"]}</p>
            <h1>{title}</h1>
            <p class="state"><span class="badge {Tone(request)}">{say[$"state.{phase}"]}</span></p>
            <p class="lead">{say[$"state.{phase}.text"]}</p>
            {(phase == "unconfirmed" ? Html.Of($"<p><a class=\"button\" href=\"{Paths.Confirm}\">{say["one.confirm"]}</a></p>") : Html.None)}
            {(request.Paused && IsOpen(request) ? Html.Of($"<p class=\"note\">{say["one.paused"]}</p>") : Html.None)}
            {Package(say, request)}
            {Track(say, request, phase)}
            {(IsOpen(request) ? Due(say, request) : Html.None)}
            <dl class="facts">
              <div><dt>{say["one.number"]}</dt><dd><code>{request.Id}</code></dd></div>
              <div><dt>{say["one.received"]}</dt><dd>{say.Date(request.ReceivedOn)}</dd></div>
            </dl>
            """));
    }

    private static Html Package(Language say, OwnRequest request) => request.Package is not { } package
        ? Html.None
        : Html.Of($"""
            <section class="panel" aria-labelledby="package">
              <h2 id="package">{say[$"package.{package.State}"]}</h2>
              <p>{say.Say($"package.{package.State}.text", ("until", package.ExpiresAt is { } until ? say.Date(DateOnly.FromDateTime(until.UtcDateTime)) : ""))}</p>
              {(package.State == "ready" ? Html.Of($"<p><a class=\"button\" href=\"{Paths.Download}\">{say["home.download"]}</a></p>") : Html.None)}
            </section>
            """);

    private static Html Track(Language say, OwnRequest request, string phase)
    {
        if (phase is "refused" or "cancelled")
            return Html.None;
        var at = phase switch { "unconfirmed" => 0, "confirmed" => 1, "completed" => 3, _ => 2 };
        return Html.Of($"""
            <ol class="track" aria-label="{say["one.track"]}">{Html.Join(Steps.Select((step, i) => Html.Of($"""
              <li class="{(i < at || phase == "completed" ? "done" : i == at ? "now" : "next")}"{(i == at ? Html.Of($" aria-current=\"step\"") : Html.None)}>{say[$"step.{step}"]}</li>
            """)))}</ol>
            """);
    }

    private static Html Due(Language say, OwnRequest request) => Html.Of($"""
        <section class="panel" aria-labelledby="due">
          <h2 id="due">{say["due.title"]}</h2>
          <p class="date">{say.Date(request.DueOn)}</p>
          <details>
            <summary>{say["due.why"]}</summary>
            <ol>{Html.Join(request.Deadline.Where(s => say.Has($"due.{s.Step}")).Select(s => Html.Of($"<li>{Step(say, s)}</li>")))}</ol>
            <p class="small">{say["due.law"]}</p>
          </details>
        </section>
        """);

    private static string Step(Language say, DeadlineStep step) => say.Say(
        $"due.{step.Step}", ("date", say.Date(step.Date)), ("period", step is { Count: { } count, Unit: { } unit } ? say.Count(count, unit) : ""));

    /// <summary>What the person needs to know of a state; how it is worked on is ours.</summary>
    private static string Phase(OwnRequest request) => request.State switch
    {
        "received" or "verificationPending" => "unconfirmed",
        "verified" => "confirmed",
        "incomplete" => "incomplete",
        "completed" => "completed",
        "refused" => "refused",
        "cancelled" => "cancelled",
        _ => "working",
    };

    private static bool IsOpen(OwnRequest request) => request.State is not ("completed" or "refused" or "cancelled");

    private static string Tone(OwnRequest request) => Phase(request) switch
    {
        "completed" => "good",
        "unconfirmed" or "refused" => "alert",
        _ => "plain",
    };
}
