namespace Governance.Consent.Preferences;

/// <summary>A site that embeds the preference centre.</summary>
internal sealed class PreferenceSite
{
    private PreferenceSite()
    {
    }

    public Guid Id { get; private set; }

    public string Code { get; private set; } = "";

    /// <summary>Browsers on these origins may call: scheme, host and port, nothing more.</summary>
    public string[] Origins { get; private set; } = [];

    /// <summary>Codes of the purposes it offers, in the order in which they are shown.</summary>
    public string[] Purposes { get; private set; } = [];

    /// <summary>The notice that people are shown before they say yes.</summary>
    public string NoticeCode { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public int Version { get; private set; } = 1;

    public static PreferenceSite Register(Guid id, string code, SiteDetails details, DateTimeOffset now)
    {
        var site = new PreferenceSite { Id = id, Code = code, CreatedAt = now };
        site.Set(details);
        return site;
    }

    public void Change(SiteDetails details)
    {
        Set(details);
        Version++;
    }

    private void Set(SiteDetails details) => (Origins, Purposes, NoticeCode) = ([.. details.Origins], [.. details.Purposes], details.Notice);
}
