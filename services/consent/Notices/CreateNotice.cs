using System.Security.Claims;
using FluentValidation;
using Governance.Consent.Data;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Consent.Notices;

internal sealed record CreateNoticeBody(string Code, string Title);

internal static class CreateNotice
{
    public static async Task<Results<Created<NoticeResponse>, ProblemHttpResult>> HandleAsync(
        CreateNoticeBody body,
        ConsentDbContext db,
        MessageOutbox outbox,
        EventHeaders headers,
        ClaimsPrincipal user,
        HttpResponse response,
        TimeProvider clock,
        CancellationToken ct)
    {
        var notice = Notice.Create(body.Code, body.Title, clock.Now());
        db.Add(notice);
        outbox.Add(db, new NoticeCreated(headers.New(user.Actor(), "notice", notice.Id), notice.Id, notice.Code));
        if (!await db.TrySaveAsync(ct))
            return Problems.Conflict("notice-exists", "A notice with this code already exists.");
        response.SetEtag(notice.Version);
        return TypedResults.Created($"/v1/notices/{notice.Code}", NoticeResponse.Of(notice));
    }
}

internal sealed class CreateNoticeValidator : AbstractValidator<CreateNoticeBody>
{
    public CreateNoticeValidator()
    {
        RuleFor(b => b.Code).Code();
        RuleFor(b => b.Title).Text(200);
    }
}
