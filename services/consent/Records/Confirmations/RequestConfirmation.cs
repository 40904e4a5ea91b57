using System.Security.Claims;
using FluentValidation;
using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Subjects;
using Governance.Contracts.Consent.V1;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Records.Confirmations;

/// <param name="Kind">Who confirms: the person (double opt-in) or a guardian.</param>
/// <param name="Age">Asked for where a guardian decides, and where the purpose has an age of consent. The age is checked and not kept.</param>
internal sealed record RequestConfirmationBody(SubjectReference Subject, string Purpose, ConfirmationKind Kind, string Method, string Source, ShownNotice Notice, AgeEvidence? Age = null);

/// <param name="Token">Kept nowhere; a repeat with the same Idempotency-Key shows it again. Send it to who is to confirm; it is good for one answer.</param>
internal sealed record RequestConfirmationResponse(Guid Id, RecordResponse Record, string Token, DateTimeOffset ExpiresAt);

/// <summary>Someone said yes, but it counts only once it is confirmed.</summary>
internal static class RequestConfirmation
{
    public static async Task<Results<Created<RequestConfirmationResponse>, ProblemHttpResult>> HandleAsync(
        RequestConfirmationBody body,
        ConsentDbContext db,
        DecisionInputs inputs,
        RecordWriter writer,
        EventHeaders headers,
        ConfirmationTokens tokens,
        SubjectPseudonymizer pseudonymizer,
        ClaimsPrincipal user,
        IOptions<ConfirmationOptions> options,
        TimeProvider clock,
        CancellationToken ct)
    {
        var catalogue = await inputs.CatalogueAsync(ct, writer.Ambient);
        if (!catalogue.Purposes.TryGetValue(body.Purpose, out var purpose))
            return Problems.Validation("purpose", "There is no such purpose.");
        var asked = new RecordBody(body.Subject, body.Purpose, RecordAction.Give, body.Method, body.Source, body.Notice, Age: body.Age);
        var notice = catalogue.Notices.GetValueOrDefault(body.Notice.Code);
        var now = clock.Now();
        if ((CheckAge(body, purpose, asked) ?? RecordRules.Check(asked, purpose, notice, confirmed: true, now)) is { } refusal)
            return AddRecord.ToProblem(refusal);

        var (key, expiresAt) = (new StreamKey(body.Subject.Pseudonym(pseudonymizer), body.Purpose), now + options.Value.Lifetime);
        ConsentRecord record = null!;
        await using var transaction = writer.Ambient is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await writer.AppendAsync([key], histories =>
        {
            record = RecordFactory.Make(asked, ConsentAction.Pend, purpose, notice, key, user.CallerId(), histories[0], now);
            var header = headers.New(user.Actor(), "consent-record", record.Id, key.Subject) with { ObjectVersion = record.Version, Purpose = key.Purpose };
            return [new(record, new ConsentPending(header, record.Id, key.Purpose, record.Version, CodeRules.CodeOf(body.Kind), expiresAt))];
        }, ct);
        var confirmation = Make(body, record, tokens, expiresAt);
        db.Add(confirmation);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return TypedResults.Created($"/v1/records/{record.Id}", new RequestConfirmationResponse(confirmation.Id, RecordResponse.Of(record), "", expiresAt));
    }

    private static Refusal? CheckAge(RequestConfirmationBody body, KnownPurpose purpose, RecordBody asked)
    {
        if (body.Kind == ConfirmationKind.DoubleOptIn)
            return RecordRules.CheckAge(purpose.ChildrenRule, asked);
        return body.Age is null ? new Refusal("age-required", "Country and age are needed where a guardian decides.", "age") : null;
    }

    private static Confirmation Make(RequestConfirmationBody body, ConsentRecord record, ConfirmationTokens tokens, DateTimeOffset expiresAt)
    {
        var id = Guid.CreateVersion7(record.RecordedAt);
        return new()
        {
            Id = id,
            TokenHash = Confirmation.HashOf(tokens.Of(id)),
            Kind = body.Kind,
            Subject = record.Subject,
            PurposeCode = record.PurposeCode,
            RecordId = record.Id,
            NoticeCode = record.NoticeCode!,
            NoticeVersion = record.NoticeVersion!.Value,
            Language = record.Language!,
            Country = record.Country,
            ExpiresAt = expiresAt,
        };
    }
}

internal sealed class RequestConfirmationValidator : AbstractValidator<RequestConfirmationBody>
{
    public RequestConfirmationValidator()
    {
        RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
        RuleFor(b => b.Purpose).Code();
        RuleFor(b => b.Method).Code();
        RuleFor(b => b.Source).Code();
        RuleFor(b => b.Notice.Code).Code();
        RuleFor(b => b.Notice.Language).Text(35);
        RuleFor(b => b.Age!.Country).Matches("\\A[A-Z]{2}\\z").When(b => b.Age is not null).WithMessage("An ISO 3166-1 alpha-2 code in capitals.");
        RuleFor(b => b.Age!.Years).InclusiveBetween(0, 150).When(b => b.Age is not null).WithMessage("From 0 to 150.");
    }
}
