using Governance.Consent.Choices;
using Governance.Consent.Data;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Signals;
using Governance.Contracts;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Preferences;

/// <param name="Text">The exact text, to be shown before a yes.</param>
internal sealed record ShownNoticeResponse(string Code, int Version, string Language, string Text);

/// <param name="Allowed">Whether data may be used for it now.</param>
/// <param name="Reason">A stable code that says why.</param>
/// <param name="Changeable">Whether the person can decide it here.</param>
/// <param name="Since">When the latest record was made; null when there is none.</param>
internal sealed record PurposePreference(string Code, string Name, string Description, bool Allowed, string Reason, bool Changeable, DateTimeOffset? Since);

/// <param name="Notice">Null while the site's notice is not in force.</param>
internal sealed record PreferencesResponse(string Site, string Language, ShownNoticeResponse? Notice, IReadOnlyList<PurposePreference> Purposes);

internal static class ReadPreferences
{
    public const string GpcReason = "global-privacy-control";

    public static async Task<Results<Ok<PreferencesResponse>, ProblemHttpResult>> HandleAsync(HttpContext http, PreferenceTokens tokens, PreferenceStates states, SignalIntake signals, CancellationToken ct)
    {
        var site = SiteOriginFilter.SiteOf(http);
        if (tokens.Read(http.Request.Headers.Authorization, site.Code) is not { } token)
            return Unauthorized();
        var gpc = HasGpc(http.Request);
        if (gpc)
            await signals.TakeAsync(token.Subject, site.Code, [], gpc: true, Actor.DataSubject(token.Subject), ct);
        return TypedResults.Ok(await states.ReadAsync(site, token, gpc, ct));
    }

    public static bool HasGpc(HttpRequest request) => GlobalPrivacyControl.IsSet(request.Headers[GlobalPrivacyControl.Header]);

    public static ProblemHttpResult Unauthorized() => Problems.Of(StatusCodes.Status401Unauthorized, "token-invalid", "The subject token is missing, expired or not for this site.");
}

/// <summary>Where the person of a token stands with the purposes of a site.</summary>
internal sealed class PreferenceStates(ConsentDbContext db, SubjectStates states, TimeProvider clock)
{
    public async Task<PreferencesResponse> ReadAsync(PreferenceSite site, PreferenceToken token, bool gpc, CancellationToken ct)
    {
        var shown = await ShownAsync(site, token.Language, ct);
        var known = (await states.ReadAsync(token.Subject, site.Purposes, ct)).ToDictionary(s => s.Purpose.Code, StringComparer.Ordinal);
        return new(
            site.Code,
            shown?.Language ?? token.Language ?? "en",
            shown is null ? null : new(shown.NoticeCode, shown.Number, shown.Language, shown.Text),
            [.. site.Purposes.Where(known.ContainsKey).Select(code => Of(known[code], gpc))]);
    }

    /// <summary>The text of the version in force, in the language asked for or else the first there is.</summary>
    public async Task<NoticeText?> ShownAsync(PreferenceSite site, string? language, CancellationToken ct)
    {
        var now = clock.Now();
        var versions = await db.NoticeVersions.AsNoTracking().Where(v => v.NoticeCode == site.NoticeCode).ToListAsync(ct);
        if (new NoticeTimeline(versions.Select(v => v.Facts())).CurrentAt(now) is not { } current)
            return null;
        var texts = await db.NoticeTexts.AsNoTracking().Where(t => t.NoticeCode == site.NoticeCode && t.Number == current.Number).OrderBy(t => t.Language).ToListAsync(ct);
        return texts.FirstOrDefault(t => string.Equals(t.Language, language, StringComparison.OrdinalIgnoreCase))
            ?? texts.FirstOrDefault(t => language is not null && string.Equals(t.Language, language.Split('-')[0], StringComparison.OrdinalIgnoreCase))
            ?? texts.FirstOrDefault();
    }

    public static PurposePreference Of(SubjectState state, bool gpc)
    {
        var details = state.Purpose.Current;
        var held = gpc && details.SaleOrSharing;
        var open = state.Purpose.LegalBasis == LegalBasis.Consent || state.Purpose.LegalBasis.IsOpenToObjection();
        // A yes that needs more than this page can ask for (age, confirmation) can still be taken back here.
        var needsMore = details.ChildrenRule != ChildrenRule.None || details.DoubleOptIn;
        return new(
            state.Purpose.Code, details.Name, details.Description, state.Decision.Allowed, held && !state.Decision.Allowed ? ReadPreferences.GpcReason : state.Decision.Reason,
            open && !held && (state.Decision.Allowed || !needsMore), state.Last?.RecordedAt);
    }
}
