using Governance.Portal.PrivacyCentre.Calls;
using Governance.Portal.PrivacyCentre.Pages;
using Governance.Portal.PrivacyCentre.Texts;
using Governance.ServiceDefaults.Authorization;
using Microsoft.Extensions.Options;

namespace Governance.Portal.PrivacyCentre;

/// <summary>The public pages below <c>/privacy</c>: for data subjects, without an account, readable without JavaScript.</summary>
internal static class PrivacyCentreSetup
{
    private const int MaxFormBytes = 16 * 1024;

    public static void AddPrivacyCentre(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PrivacyCentreOptions>().BindConfiguration(PrivacyCentreOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(sp => sp.GetRequiredService<IOptions<PrivacyCentreOptions>>().Value);
        builder.Services.AddSingleton<Languages>().AddSingleton<VisitCookie>().AddSingleton<Layout>().AddSingleton<SiteAssets>();
        builder.Services.AddSingleton<HomePage>().AddSingleton<FilePage>().AddSingleton<SignInPage>().AddSingleton<RequestsPage>().AddSingleton<DownloadPage>().AddSingleton<PreferencesPage>();
        builder.AddCalls();
    }

    public static void MapPrivacyCentre(this WebApplication app)
    {
        app.Services.GetRequiredService<SiteAssets>().Map(app);
        var site = new Site(app.MapGroup(Paths.Root).ExcludeFromDescription());
        site.Page<HomePage>("", "ShowHome", (page, context, _) => Task.FromResult(page.Show(context)));
        site.Page<FilePage>("/request", "ShowRequestForm", (_, context, _) => Task.FromResult(FilePage.Show(context)));
        site.Form<FilePage>("/request", "SendRequest", (page, context, ct) => page.SendAsync(context, ct));
        site.Page<FilePage>("/request/confirm", "ShowConfirmation", (_, context, _) => Task.FromResult(FilePage.ShowConfirmation(context)));
        site.Form<FilePage>("/request/confirm", "ConfirmRequest", (page, context, ct) => page.ConfirmAsync(context, ct));
        site.Form<FilePage>("/request/code", "ResendCode", (page, context, ct) => page.ResendAsync(context, ct));
        site.Page<SignInPage>("/sign-in/{target}", "ShowSignIn", (_, context, _) => Task.FromResult(SignInPage.Show(context)));
        site.Form<SignInPage>("/sign-in/{target}", "SendCode", (page, context, ct) => page.SendAsync(context, ct));
        site.Page<SignInPage>("/sign-in/{target}/code", "ShowCode", (_, context, _) => Task.FromResult(SignInPage.ShowCode(context)));
        site.Form<SignInPage>("/sign-in/{target}/code", "ConfirmAddress", (page, context, ct) => page.ConfirmAsync(context, ct));
        site.Form<SignInPage>("/leave", "Leave", (page, context, ct) => page.LeaveAsync(context, ct));
        site.Page<RequestsPage>("/requests", "ListRequests", (page, context, ct) => page.ListAsync(context, ct));
        site.Page<RequestsPage>("/requests/{id:guid}", "ShowRequest", (page, context, ct) => page.ShowAsync(context, ct));
        site.Page<DownloadPage>("/download", "ShowDownload", (_, context, _) => Task.FromResult(DownloadPage.Show(context)));
        site.Page<DownloadPage>("/packages/{id:guid}", "ShowPackage", (_, context, _) => Task.FromResult(DownloadPage.Show(context)));
        site.Form<DownloadPage>("/download", "Download", (page, context, ct) => page.DownloadAsync(context, ct));
        site.Page<PreferencesPage>("/preferences", "ShowPreferences", (page, context, ct) => page.ShowAsync(context, ct));
        site.Form<PreferencesPage>("/preferences", "ChangePreference", (page, context, ct) => page.ChangeAsync(context, ct));
        site.Page<HomePage>("/{**path}", "ShowMissing", (_, context, _) => Task.FromResult(Messages.Missing(context)));
    }

    /// <summary>Maps pages, and forms that only our own pages can send.</summary>
    private sealed class Site(RouteGroupBuilder group)
    {
        public void Page<TPage>(string path, string name, Func<TPage, PageContext, CancellationToken, Task<IResult>> show)
            where TPage : class =>
            group.MapGet(path, (HttpContext http, CancellationToken ct) => RunAsync(http, form: null, show, ct))
                .WithName($"Privacy.{name}").AllowPublic("A page of the privacy centre: data subjects have no account.");

        public void Form<TPage>(string path, string name, Func<TPage, PageContext, CancellationToken, Task<IResult>> send)
            where TPage : class =>
            group.MapPost(path, async (HttpContext http, CancellationToken ct) => await RunAsync(http, await ReadAsync(http, ct), send, ct))
                .WithName($"Privacy.{name}").WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxFormBytes))
                .AllowPublic("A form of the privacy centre: the visit's own token is asked for.");

        private static async Task<IResult> RunAsync<TPage>(HttpContext http, IFormCollection? form, Func<TPage, PageContext, CancellationToken, Task<IResult>> answer, CancellationToken ct)
            where TPage : class
        {
            var services = http.RequestServices;
            var (cookie, languages) = (services.GetRequiredService<VisitCookie>(), services.GetRequiredService<Languages>());
            var known = cookie.Read(http.Request);
            var visit = known ?? Visit.Begin();
            if (HttpMethods.IsGet(http.Request.Method) && languages.Find(http.Request.Query["lang"]) is { } chosen)
                visit = visit with { Language = chosen.Code };
            var context = new PageContext(
                http, languages.Find(visit.Language) ?? languages.For(http.Request), visit, cookie, services.GetRequiredService<Layout>(), form, services.GetRequiredService<TimeProvider>().GetUtcNow());
            if (HttpMethods.IsPost(http.Request.Method) && !IsOurs(http.Request, known, form))
                return Messages.Foreign(context);
            if (visit != known)
                context.Remember(visit);
            try
            {
                return await answer(services.GetRequiredService<TPage>(), context, ct);
            }
            catch (UnavailableException)
            {
                return Messages.Unavailable(context);
            }
        }

        // The token is enough; what browsers say of where a form comes from refuses foreign ones that somehow held it.
        private static bool IsOurs(HttpRequest request, Visit? known, IFormCollection? form) =>
            known is not null && form is not null && known.Sent(form["form"])
            && (!request.Headers.TryGetValue("Sec-Fetch-Site", out var site) || site == "same-origin");

        private static async Task<IFormCollection?> ReadAsync(HttpContext http, CancellationToken ct)
        {
            if (!http.Request.HasFormContentType)
                return null;
            try
            {
                return await http.Request.ReadFormAsync(ct);
            }
            catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
            {
                return null;
            }
        }
    }
}
