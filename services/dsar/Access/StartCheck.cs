using System.Text.Json;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Mail;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Access;

internal static class StartCheck
{
    /// <param name="Language">Of the mail; the controller's own when left out.</param>
    public sealed record Body(string Email, string? Language = null);

    public sealed record Response(Guid Id);

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> HandleAsync(
        Body body, HttpContext http, DsarDbContext db, KeyVault keys, MailTexts texts, PublicLimits limits, SubjectPseudonymizer pseudonymizer,
        IOptions<ControllerOptions> controller, IOptions<VerificationOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (limits.NewRequest(http) is { } tooMany)
            return tooMany;
        if (IdentifierRules.Check([new SubjectIdentifier(Identifiers.Email, body.Email)]) is { Count: > 0 } errors)
            return Problems.Validation("email", errors.First().Value[0]);
        if (RequestIntake.CheckLanguage(body.Language) is { } unknown)
            return Problems.Validation("language", unknown[0]);
        var pseudonym = pseudonymizer.Pseudonym(Identifiers.Email, body.Email);
        if (limits.NewCodeFor(http, pseudonym) is { } tooOften)
            return tooOften;

        var now = clock.GetUtcNow();
        var (id, code) = (Guid.CreateVersion7(now), Secrets.Code());
        var (subject, text) = texts.AddressCode(body.Language ?? controller.Value.Language, code, now + options.Value.CodeLifetime);
        var key = keys.NewKey(id);
        var mail = SealedBox.Seal(keys.Unwrap(key, id), JsonSerializer.SerializeToUtf8Bytes(new MailContent(body.Email.Trim(), subject, text)), MailQueue.Context(id));
        db.AddressChecks.Add(AddressCheck.Start(id, pseudonym, keys.Hash("address-code", id, code), mail, key, options.Value, now));
        AddJob(JobKinds.SendAddressCode, now);
        AddJob(JobKinds.DeleteAddressCheck, now + options.Value.CodeLifetime + options.Value.AccessLifetime);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted((string?)null, new Response(id));

        void AddJob(string kind, DateTimeOffset due) =>
            db.Jobs.Add(new() { Id = Guid.CreateVersion7(now), Kind = kind, RequestId = id, SubjectId = id, DueAt = due });
    }
}
