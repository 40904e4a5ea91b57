using Governance.Consent.Choices;
using Governance.Consent.Data;
using Governance.Contracts;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Preferences;

/// <param name="Allowed">True says yes, false says no.</param>
/// <param name="NoticeVersion">Version of the notice that was shown; needed for a yes that gives consent.</param>
/// <param name="Language">Language in which it was shown.</param>
internal sealed record PreferenceBody(bool Allowed, int? NoticeVersion = null, string? Language = null);

internal static class ChangePreference
{
    private const string Method = "preference-centre";

    public static async Task<Results<Ok<PurposePreference>, ProblemHttpResult>> HandleAsync(
        string purpose, PreferenceBody body, HttpContext http, ConsentDbContext db, PreferenceTokens tokens, PreferenceStates preferences, SubjectStates states, ChoiceRecorder choices, CancellationToken ct)
    {
        var site = SiteOriginFilter.SiteOf(http);
        if (tokens.Read(http.Request.Headers.Authorization, site.Code) is not { } token)
            return ReadPreferences.Unauthorized();
        if (!site.Purposes.Contains(purpose) || (await states.ReadAsync(token.Subject, [purpose], ct)).SingleOrDefault() is not { } state)
            return Problems.NotFound("purpose");
        var gpc = ReadPreferences.HasGpc(http.Request);
        if (body.Allowed && gpc && state.Purpose.Current.SaleOrSharing)
            return Problems.Conflict(ReadPreferences.GpcReason, "The browser asks not to sell or share the person's data.");

        var shown = body.Allowed ? await preferences.ShownAsync(site, body.Language, ct) : null;
        // What was read must be what is in force: a yes to an older text is none to this one.
        if (body.Allowed && (shown is null || body.NoticeVersion != shown.Number || body.Language != shown.Language))
            return Problems.Conflict("notice-changed", "The notice that was shown is not the one in force: show it again.");
        var origin = new ChoiceOrigin(Actor.DataSubject(token.Subject), Method, site.Code);
        var result = body.Allowed
            ? await choices.SayYesAsync(token.Subject, state.Purpose, await TextAsync(shown!, db, ct), origin, ct)
            : await choices.SayNoAsync(token.Subject, state.Purpose, origin, ct);
        if (result.Refusal is { } refusal)
            return Problems.Unprocessable(refusal.Code, refusal.Message);
        return TypedResults.Ok(PreferenceStates.Of((await states.ReadAsync(token.Subject, [purpose], ct)).Single(), gpc));
    }

    private static async Task<ShownText> TextAsync(Notices.NoticeText text, ConsentDbContext db, CancellationToken ct) =>
        new(await db.NoticeVersions.AsNoTracking().SingleAsync(v => v.NoticeCode == text.NoticeCode && v.Number == text.Number, ct), text.Language, text.ContentHash);
}
