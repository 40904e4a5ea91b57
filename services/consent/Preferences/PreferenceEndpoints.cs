using Governance.ServiceDefaults.Authorization;

namespace Governance.Consent.Preferences;

/// <summary>What browsers call from the sites. Yes and no take the same single call (GDPR Art. 7(3)).</summary>
internal static class PreferenceEndpoints
{
    private const string Reason = "The subject token, minted for one person by the site's backend, is asked for.";
    private const string PreflightReason = "Browsers ask before they call from another origin.";

    public static void MapPreferences(this IEndpointRouteBuilder app)
    {
        app.MapSites();
        var group = app.MapGroup("/v1/public/sites/{site}/preferences").WithTags("Preferences").AddEndpointFilter<SiteOriginFilter>();
        group.MapGet("/", ReadPreferences.HandleAsync).WithName("Consent.ReadPreferences").WithSummary("The person's choices and what they are to be shown").AllowPublic(Reason);
        group.MapPut("/{purpose}", ChangePreference.HandleAsync).WithName("Consent.ChangePreference").WithSummary("Say yes or no to a purpose").AllowPublic(Reason);
        group.MapGet("/{purpose}/receipt", ReadReceipt.HandleAsync).WithName("Consent.ReadOwnReceipt").WithSummary("A signed receipt of what was last recorded").AllowPublic(Reason);
        group.MapMethods("/", [HttpMethods.Options], () => TypedResults.NoContent()).WithName("Consent.PreflightPreferences").AllowPublic(PreflightReason).ExcludeFromDescription();
        group.MapMethods("/{purpose}", [HttpMethods.Options], () => TypedResults.NoContent()).WithName("Consent.PreflightPreference").AllowPublic(PreflightReason).ExcludeFromDescription();
        group.MapMethods("/{purpose}/receipt", [HttpMethods.Options], () => TypedResults.NoContent()).WithName("Consent.PreflightReceipt").AllowPublic(PreflightReason).ExcludeFromDescription();
        app.MapPreferencePages();
    }
}
