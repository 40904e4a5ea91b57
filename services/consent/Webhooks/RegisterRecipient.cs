using System.Security.Claims;
using FluentValidation;
using Governance.Consent.Data;
using Governance.Consent.Security;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Webhooks;

/// <param name="Code">Name of the system, for example <c>crm</c>.</param>
/// <param name="Url">Where it is told (https); null for a system that listens to the broker and acknowledges by a call.</param>
/// <param name="Purposes">Only records of these purposes; empty for all.</param>
/// <param name="ClientId">The machine client that may acknowledge for it.</param>
internal sealed record RecipientBody(string Code, IReadOnlyList<string> Purposes, string? Url = null, string? ClientId = null);

/// <param name="Secret">Signs its webhooks. Shown this once.</param>
internal sealed record RegisteredRecipientResponse(RecipientResponse Recipient, string? Secret);

internal sealed record RecipientResponse(
    Guid Id, string Code, string? Url, string? ClientId, IReadOnlyList<string> Purposes, bool Enabled, string? DisabledReason, DateTimeOffset CreatedAt, DateTimeOffset? PreviousSecretUntil)
{
    public static RecipientResponse Of(Recipient r) =>
        new(r.Id, r.Code, r.Url, r.ClientId, r.Purposes, r.DisabledAt is null, r.DisabledReason, r.CreatedAt, r.PreviousSecretUntil);
}

internal static class RegisterRecipient
{
    public static async Task<Results<Created<RegisteredRecipientResponse>, ProblemHttpResult>> HandleAsync(
        RecipientBody body, ConsentDbContext db, WebhookUrl urls, SecretVault vault, MessageOutbox outbox, EventHeaders headers,
        ClaimsPrincipal user, HttpResponse response, TimeProvider clock, CancellationToken ct)
    {
        if (body.Url is not null && await urls.CheckAsync(body.Url, ct) is { } wrong)
            return Problems.Validation("url", wrong);
        var now = clock.Now();
        var id = Guid.CreateVersion7(now);
        var secret = body.Url is null ? null : WebhookSignature.NewSecret();
        var recipient = Recipient.Register(id, body, secret is null ? null : vault.Seal(secret, WebhookSender.SecretContext(id)), user.CallerId(), now);
        db.Add(recipient);
        outbox.Add(db, new RecipientRegistered(headers.New(user.Actor(), "recipient", id), id, recipient.Code, recipient.Purposes));
        if (!await db.TrySaveAsync(ct))
            return Problems.Conflict("recipient-exists", "A system with this code is already registered.");
        response.SetEtag(recipient.Version);
        return TypedResults.Created($"/v1/recipients/{recipient.Code}", new RegisteredRecipientResponse(RecipientResponse.Of(recipient), secret is null ? null : WebhookSignature.Show(secret)));
    }
}

/// <param name="Url">A new address; null keeps it.</param>
internal sealed record RecipientChange(IReadOnlyList<string> Purposes, bool Enabled, string? Url = null);

internal static class ChangeRecipient
{
    public static async Task<Results<Ok<RecipientResponse>, ProblemHttpResult>> HandleAsync(
        string code, RecipientChange body, ConsentDbContext db, WebhookUrl urls, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal user, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Set<Recipient>().SingleOrDefaultAsync(r => r.Code == code, ct) is not { } recipient)
            return Problems.NotFound("recipient");
        if (http.Request.CheckIfMatch(recipient.Version) is { } conflict)
            return conflict;
        if (body.Url is not null && (recipient.Url is null ? "The system is not told by webhook." : await urls.CheckAsync(body.Url, ct)) is { } wrong)
            return Problems.Validation("url", wrong);
        recipient.Change(body, clock.Now());
        outbox.Add(db, new RecipientChanged(headers.New(user.Actor(), "recipient", recipient.Id), recipient.Id, body.Enabled, recipient.Purposes));
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        http.Response.SetEtag(recipient.Version);
        return TypedResults.Ok(RecipientResponse.Of(recipient));
    }
}

internal static class RotateRecipientSecret
{
    public static async Task<Results<Ok<RegisteredRecipientResponse>, ProblemHttpResult>> HandleAsync(
        string code, ConsentDbContext db, SecretVault vault, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal user,
        Microsoft.Extensions.Options.IOptions<WebhookOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Set<Recipient>().SingleOrDefaultAsync(r => r.Code == code, ct) is not { } recipient)
            return Problems.NotFound("recipient");
        if (recipient.Url is null)
            return Problems.Unprocessable("no-webhook", "The system is not told by webhook: it has no secret.");
        var secret = WebhookSignature.NewSecret();
        recipient.RotateSecret(vault.Seal(secret, WebhookSender.SecretContext(recipient.Id)), clock.Now() + options.Value.SecretOverlap);
        outbox.Add(db, new RecipientSecretRotated(headers.New(user.Actor(), "recipient", recipient.Id), recipient.Id));
        return await db.TrySaveAsync(ct)
            ? TypedResults.Ok(new RegisteredRecipientResponse(RecipientResponse.Of(recipient), WebhookSignature.Show(secret)))
            : Problems.Conflict("recipient-changed", "The system was changed at the same time.");
    }
}

internal sealed class RecipientBodyValidator : AbstractValidator<RecipientBody>
{
    public RecipientBodyValidator()
    {
        RuleFor(b => b.Code).Code();
        RuleFor(b => b.Purposes).FewOf();
        RuleForEach(b => b.Purposes).Code();
        RuleFor(b => b.ClientId).Text(100).When(b => b.ClientId is not null);
    }
}

internal sealed class RecipientChangeValidator : AbstractValidator<RecipientChange>
{
    public RecipientChangeValidator()
    {
        RuleFor(b => b.Purposes).FewOf();
        RuleForEach(b => b.Purposes).Code();
    }
}
