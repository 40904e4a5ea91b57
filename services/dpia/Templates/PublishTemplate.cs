using System.Security.Claims;
using System.Text.Json.Serialization;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Templates;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TemplateBody(string Title, TemplateKind Kind, string Language, string Source, IReadOnlyList<TemplateSection> Sections);

internal static class PublishTemplate
{
    /// <summary>Publishes the first or the next version of an own template.</summary>
    public static async Task<Results<Created<TemplateResponse>, ProblemHttpResult>> HandleAsync(
        string code,
        TemplateBody body,
        DpiaDbContext db,
        MessageOutbox outbox,
        EventHeaders headers,
        ClaimsPrincipal user,
        TimeProvider clock,
        CancellationToken ct)
    {
        var template = new Template(code, body.Title, body.Kind, body.Language, body.Source, body.Sections);
        var errors = TemplateRules.Check(template);
        if (code.Length > 64 || !code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            errors["code"] = ["Lower-case letters, digits and hyphens, at most 64."];
        if (errors.Count > 0)
            return Problems.Validation(errors);
        if (BuiltInTemplates.All.Any(t => t.Template.Code == code))
            return Problems.Conflict("built-in-template", "This template comes with the service. Publish yours under a code of its own.");

        var last = await db.Templates.Where(t => t.Code == code).MaxAsync(t => (int?)t.Version, ct) ?? 0;
        var published = PublishedTemplate.Of(template, last + 1, builtIn: false, user.CallerId(), clock.Now());
        db.Add(published);
        var header = headers.New(user.Actor(), "dpia-template", code) with { ObjectVersion = published.Version };
        outbox.Add(db, new TemplatePublished(header, code, published.Version, published.Hash));
        if (!await db.TrySaveAsync(ct))
            return Problems.Conflict("template-published", "Somebody else has published this template's next version just now.");
        return TypedResults.Created($"/v1/templates/{code}/versions/{published.Version}", TemplateResponse.Of(published));
    }
}
