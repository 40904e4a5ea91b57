using System.Security.Claims;
using FluentValidation;
using Governance.Consent.Data;
using Governance.Consent.Subjects;
using Governance.Contracts;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Idempotency;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Preferences;

/// <param name="Origins">For example <c>https://shop.example.com</c>.</param>
/// <param name="Purposes">Codes, in the order in which they are shown.</param>
/// <param name="Notice">Code of the notice that people are shown before they say yes.</param>
internal sealed record SiteDetails(IReadOnlyList<string> Origins, IReadOnlyList<string> Purposes, string Notice);

internal sealed record RegisterSiteBody(string Code, SiteDetails Details);

internal sealed record SiteResponse(string Code, SiteDetails Details, DateTimeOffset CreatedAt)
{
    public static SiteResponse Of(PreferenceSite s) => new(s.Code, new(s.Origins, s.Purposes, s.NoticeCode), s.CreatedAt);
}

/// <param name="Language">BCP 47 tag of the notice's text; the notice's first language unless told.</param>
internal sealed record MintTokenBody(string Site, SubjectReference Subject, string? Language = null);

/// <param name="Token">For the browser, as <c>Authorization: Preference …</c>. Never put it into a URL.</param>
internal sealed record MintTokenResponse(string Token, DateTimeOffset ExpiresAt);

internal static class SiteEndpoints
{
    public static void MapSites(this IEndpointRouteBuilder app)
    {
        var sites = app.MapGroup("/v1/preference-sites").WithTags("Preferences");
        sites.MapPost("/", RegisterAsync).WithName("Consent.RegisterSite").WithSummary("Register a site that embeds the preference centre")
            .RequirePermission(Permissions.PurposesWrite).Validate(new RegisterSiteValidator()).WithIdempotency<ConsentDbContext>();
        sites.MapGet("/", ListAsync).WithName("Consent.ListSites").WithSummary("The registered sites").RequirePermission(Permissions.ConsentRead);
        sites.MapGet("/{code}", GetAsync).WithName("Consent.GetSite").WithSummary("One registered site").RequirePermission(Permissions.ConsentRead);
        sites.MapPut("/{code}", ChangeAsync).WithName("Consent.ChangeSite").WithIfMatch().WithSummary("Change a site's origins, purposes or notice")
            .RequirePermission(Permissions.PurposesWrite).Validate(new SiteDetailsValidator());
        app.MapPost("/v1/preference-tokens", MintAsync).WithTags("Preferences").WithName("Consent.MintPreferenceToken")
            .WithSummary("A short-lived token with which a browser reads and changes one person's choices").RequirePermission(Permissions.ConsentWrite).Validate(new MintTokenValidator());
    }

    private static async Task<Results<Created<SiteResponse>, ProblemHttpResult>> RegisterAsync(
        RegisterSiteBody body, ConsentDbContext db, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal user, HttpResponse response, TimeProvider clock, CancellationToken ct)
    {
        if (await CheckAsync(body.Details, "details.", db, ct) is { } wrong)
            return wrong;
        var now = clock.Now();
        var site = PreferenceSite.Register(Guid.CreateVersion7(now), body.Code, body.Details, now);
        db.Add(site);
        outbox.Add(db, new PreferenceSiteChanged(headers.New(user.Actor(), "preference-site", site.Id), site.Id, site.Code, site.Origins, site.Purposes));
        if (!await db.TrySaveAsync(ct))
            return Problems.Conflict("site-exists", "A site with this code is already registered.");
        response.SetEtag(site.Version);
        return TypedResults.Created($"/v1/preference-sites/{site.Code}", SiteResponse.Of(site));
    }

    private static async Task<Results<Ok<SiteResponse>, ProblemHttpResult>> ChangeAsync(
        string code, SiteDetails body, ConsentDbContext db, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal user, HttpContext http, CancellationToken ct)
    {
        if (await db.Set<PreferenceSite>().SingleOrDefaultAsync(s => s.Code == code, ct) is not { } site)
            return Problems.NotFound("site");
        if (http.Request.CheckIfMatch(site.Version) is { } conflict)
            return conflict;
        if (await CheckAsync(body, "", db, ct) is { } wrong)
            return wrong;
        site.Change(body);
        outbox.Add(db, new PreferenceSiteChanged(headers.New(user.Actor(), "preference-site", site.Id), site.Id, site.Code, site.Origins, site.Purposes));
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        http.Response.SetEtag(site.Version);
        return TypedResults.Ok(SiteResponse.Of(site));
    }

    private static async Task<ProblemHttpResult?> CheckAsync(SiteDetails details, string prefix, ConsentDbContext db, CancellationToken ct)
    {
        var known = await db.Purposes.Where(p => details.Purposes.Contains(p.Code)).Select(p => p.Code).ToListAsync(ct);
        var unknown = details.Purposes.ToList().FindIndex(code => !known.Contains(code));
        if (unknown >= 0)
            return Problems.Validation($"{prefix}purposes[{unknown}]", "There is no such purpose.");
        return await db.Notices.AnyAsync(n => n.Code == details.Notice, ct) ? null : Problems.Validation($"{prefix}notice", "There is no such notice.");
    }

    private static async Task<Ok<Page<SiteResponse>>> ListAsync(string? after, int? limit, ConsentDbContext db, CancellationToken ct)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Set<PreferenceSite>().AsNoTracking().Where(s => after == null || string.Compare(s.Code, after) > 0).OrderBy(s => s.Code).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, SiteResponse.Of, s => s.Code));
    }

    private static async Task<Results<Ok<SiteResponse>, ProblemHttpResult>> GetAsync(string code, ConsentDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await db.Set<PreferenceSite>().AsNoTracking().SingleOrDefaultAsync(s => s.Code == code, ct) is not { } site)
            return Problems.NotFound("site");
        response.SetEtag(site.Version);
        return TypedResults.Ok(SiteResponse.Of(site));
    }

    private static async Task<Results<Ok<MintTokenResponse>, ProblemHttpResult>> MintAsync(
        MintTokenBody body, ConsentDbContext db, PreferenceTokens tokens, SubjectPseudonymizer pseudonymizer, ClaimsPrincipal user, CancellationToken ct)
    {
        if (!await db.Set<PreferenceSite>().AnyAsync(s => s.Code == body.Site, ct))
            return Problems.Validation("site", "There is no such site.");
        var (text, expiresAt) = tokens.Mint(body.Site, body.Subject.Pseudonym(pseudonymizer), body.Language, user.CallerId());
        return TypedResults.Ok(new MintTokenResponse(text, expiresAt));
    }

    private sealed class RegisterSiteValidator : AbstractValidator<RegisterSiteBody>
    {
        public RegisterSiteValidator()
        {
            RuleFor(b => b.Code).Code();
            RuleFor(b => b.Details).SetValidator(new SiteDetailsValidator());
        }
    }

    private sealed class SiteDetailsValidator : AbstractValidator<SiteDetails>
    {
        public SiteDetailsValidator()
        {
            RuleFor(d => d.Origins).FewOf();
            RuleForEach(d => d.Origins).Must(IsOrigin).WithMessage("An origin: https, host and port, nothing more; http on loopback only.");
            RuleFor(d => d.Purposes).FewOf().Must(items => items.Count > 0 && items.Distinct(StringComparer.Ordinal).Count() == items.Count).WithMessage("At least one, each once.");
            RuleForEach(d => d.Purposes).Code();
            RuleFor(d => d.Notice).Code();
        }

        /// <summary>Written exactly as browsers send it, so that it can be compared by letters.</summary>
        private static bool IsOrigin(string? origin) =>
            Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && origin.All(char.IsAscii) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) && uri.GetLeftPart(UriPartial.Authority) == origin;
    }

    private sealed class MintTokenValidator : AbstractValidator<MintTokenBody>
    {
        public MintTokenValidator()
        {
            RuleFor(b => b.Site).Code();
            RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
            RuleFor(b => b.Language).Text(35).When(b => b.Language is not null);
        }
    }
}
