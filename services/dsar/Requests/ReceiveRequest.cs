using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Verification;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dsar.Requests;

/// <summary>A person files a request. The answer is the same whether or not the address is known.</summary>
internal static class ReceiveRequest
{
    // Only what can be verified here is accepted: a further identifier that nobody checked could be another person's.
    private const string OnlyEmail = "Exactly one identifier of kind email: it is verified by a code.";

    /// <param name="Regime">Code of the regime; the controller's own when left out.</param>
    /// <param name="Language">Of the mails; the controller's own when left out.</param>
    public sealed record Body(RequestType Type, IReadOnlyList<SubjectIdentifier> Identifiers, string? Regime = null, string? Language = null);

    /// <param name="AccessSecret">For <c>X-Access-Secret</c> when asking for the state. Shown once.</param>
    public sealed record Response(Guid Id, string AccessSecret);

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> HandleAsync(
        Body body, HttpContext http, DsarDbContext db, RequestIntake intake, CodeIssuer codes, PublicLimits limits, SubjectPseudonymizer pseudonymizer, CancellationToken ct)
    {
        if (limits.NewRequest(http) is { } tooMany)
            return tooMany;
        if (IdentifierRules.Check(body.Identifiers) is { Count: > 0 } errors)
            return Problems.Validation(errors);
        if (body.Identifiers is not [{ Kind: Identifiers.Email } email])
            return Problems.Validation("identifiers", OnlyEmail);
        if (RequestIntake.CheckLanguage(body.Language) is { } unknown)
            return Problems.Validation("language", unknown[0]);
        var (regime, problem) = intake.FindRegime(body.Regime, body.Type);
        if (problem is not null)
            return problem;
        if (limits.NewRequestFor(http, pseudonymizer.Pseudonym(email.Kind, email.Value)) is { } tooOften)
            return tooOften;

        var secret = Secrets.Token();
        var request = await intake.ReceiveAsync(body.Type, regime!, SubjectRequest.Public, null, [email], by: null, secret, body.Language, ct);
        request.AwaitVerification();
        await codes.IssueAsync(request, ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/v1/public/requests/{request.Id}", new Response(request.Id, secret));
    }
}
