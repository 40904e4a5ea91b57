using System.Security.Claims;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Consents;
using Governance.Dsar.Data;
using Governance.Dsar.Verification;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dsar.Requests;

/// <summary>A product team files a request for a person whose identity it has established (a signed-in customer).</summary>
internal static class OpenRequest
{
    private static readonly string[] Methods = ["signed-in-session", "id-document", "in-person", "known-contact"];

    /// <param name="VerificationMethod">How the caller established the identity.</param>
    /// <param name="Language">Of the mails to the person; the controller's own when left out.</param>
    /// <param name="SubjectKind">Restricts the search to subjects of one kind, for example <c>customer</c>.</param>
    public sealed record Body(
        RequestType Type, IReadOnlyList<SubjectIdentifier> Identifiers, string VerificationMethod, string? Regime = null, string? SubjectKind = null, string? Language = null);

    public static async Task<Results<Created<RequestView>, ProblemHttpResult>> HandleAsync(
        Body body, ClaimsPrincipal user, HttpResponse response, DsarDbContext db, RequestIntake intake, RequestDeadlines deadlines, RequestEvents events, ConsentEvents consents, RequestViews views, TimeProvider clock, CancellationToken ct)
    {
        var errors = IdentifierRules.Check(body.Identifiers);
        if (!Methods.Contains(body.VerificationMethod))
            errors["verificationMethod"] = [$"One of {string.Join(", ", Methods)}."];
        if (body.SubjectKind is { } kind && (kind.Length is 0 or > 60))
            errors["subjectKind"] = ["Between 1 and 60 characters."];
        if (RequestIntake.CheckLanguage(body.Language) is { } unknown)
            errors["language"] = unknown;
        if (errors.Count > 0)
            return Problems.Validation(errors);
        var (regime, problem) = intake.FindRegime(body.Regime, body.Type);
        if (problem is not null)
            return problem;

        var request = await intake.ReceiveAsync(body.Type, regime!, SubjectRequest.Internal, body.SubjectKind, body.Identifiers, user.Actor(), accessSecret: null, body.Language, ct);
        VerifyRequest.Complete(request, body.VerificationMethod, user.Actor(), deadlines, events, clock.GetUtcNow());
        await consents.ObjectionAsync(request, user.Actor(), ct);
        await db.SaveChangesAsync(ct);
        response.SetEtag(request.Version);
        return TypedResults.Created($"/v1/requests/{request.Id}", await views.OfAsync(request, ct));
    }
}
