using Governance.Consent.Data;
using Governance.Contracts;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;

namespace Governance.Consent.Notices;

internal static class NoticeEndpoints
{
    public static void MapNotices(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/notices").WithTags("Notices");
        group.MapPost("/", CreateNotice.HandleAsync).WithName("Consent.CreateNotice").WithSummary("Begin a notice")
            .RequirePermission(Permissions.PurposesWrite).Validate(new CreateNoticeValidator()).WithIdempotency<ConsentDbContext>();
        group.MapGet("/", ReadNotices.ListAsync).WithName("Consent.ListNotices").WithSummary("The notices").RequirePermission(Permissions.ConsentRead);
        group.MapGet("/{code}", ReadNotices.GetAsync).WithName("Consent.GetNotice").WithSummary("One notice").RequirePermission(Permissions.ConsentRead);
        group.MapPost("/{code}/versions", PublishNotice.HandleAsync).WithName("Consent.PublishNotice").WithSummary("Publish a version of a notice; it never changes again")
            .RequirePermission(Permissions.PurposesWrite).Validate(new PublishNoticeValidator()).WithIdempotency<ConsentDbContext>();
        group.MapPost("/{code}/preview", PreviewNotice.HandleAsync).WithName("Consent.PreviewNotice").WithSummary("What publishing would do")
            .RequirePermission(Permissions.PurposesWrite).Validate(new PublishNoticeValidator());
        group.MapGet("/{code}/versions/current", ReadNotices.GetCurrentAsync).WithName("Consent.GetCurrentNotice").WithSummary("The version in force").RequirePermission(Permissions.ConsentRead);
        group.MapGet("/{code}/comparison", CompareNotices.HandleAsync).WithName("Consent.CompareNotices").WithSummary("What changed between two versions").RequirePermission(Permissions.ConsentRead);
        group.MapGet("/{code}/versions", ReadNotices.ListVersionsAsync).WithName("Consent.ListNoticeVersions").WithSummary("The versions of a notice").RequirePermission(Permissions.ConsentRead);
        group.MapGet("/{code}/versions/{number:int}", ReadNotices.GetVersionAsync).WithName("Consent.GetNoticeVersion").WithSummary("One version").RequirePermission(Permissions.ConsentRead);
        group.MapGet("/{code}/versions/{number:int}/texts/{language}", ReadNotices.GetTextAsync).WithName("Consent.GetNoticeText").WithSummary("The exact text that was shown").RequirePermission(Permissions.ConsentRead);
    }
}
