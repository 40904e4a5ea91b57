namespace Governance.Portal.PrivacyCentre.Pages;

internal sealed class HomePage(PrivacyCentreOptions options)
{
    public IResult Show(PageContext context)
    {
        var say = context.Say;
        var cards = new List<Html>
        {
            Card(say["home.request"], say["home.request.text"], Paths.Request, first: true),
            Card(say["home.follow"], say["home.follow.text"], Paths.Requests),
        };
        if (options.PreferenceSite is not null)
            cards.Add(Card(say["home.preferences"], say["home.preferences.text"], Paths.Preferences));
        cards.Add(Card(say["home.download"], say["home.download.text"], Paths.Download));
        return context.Page(say["home.title"], Html.Of($"""
            <h1>{say.Say("home.heading", ("organisation", options.OrganisationName))}</h1>
            <p class="lead">{say["home.lead"]}</p>
            <ul class="cards">{Html.Join(cards)}</ul>
            <section aria-labelledby="how">
              <h2 id="how">{say["home.how"]}</h2>
              <ol class="how">
                <li>{say["home.how.1"]}</li>
                <li>{say["home.how.2"]}</li>
                <li>{say["home.how.3"]}</li>
              </ol>
            </section>
            """));
    }

    private static Html Card(string title, string text, string path, bool first = false) => Html.Of($"""
        <li class="card{(first ? " first" : "")}">
          <h2><a href="{path}">{title}</a></h2>
          <p>{text}</p>
        </li>
        """);
}
