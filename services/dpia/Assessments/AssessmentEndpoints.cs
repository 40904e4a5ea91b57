using Governance.Contracts;
using Governance.Dpia.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;

namespace Governance.Dpia.Assessments;

internal static class AssessmentEndpoints
{
    public static void MapAssessments(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/assessments").WithTags("Assessments");
        group.MapPost("/", OpenAssessment.HandleAsync).WithName("Dpia.OpenAssessment").WithSummary("Opens an assessment")
            .RequirePermission(Permissions.DpiaWrite).Validate(new OpenAssessmentValidator()).WithIdempotency<DpiaDbContext>();
        group.MapGet("/", ListAssessments.HandleAsync).WithName("Dpia.ListAssessments").WithSummary("The register: filtered, sorted, and what each assessment waits for").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/{id:guid}", ReadAssessments.GetAsync).WithName("Dpia.GetAssessment").WithSummary("Reads an assessment with its decisions").RequirePermission(Permissions.DpiaRead);
        group.MapPut("/{id:guid}", ChangeAssessment.HandleAsync).WithName("Dpia.ChangeAssessment").WithIfMatch().WithSummary("Changes what an assessment is about, while it is written")
            .RequirePermission(Permissions.DpiaWrite).Validate(new ChangeAssessmentValidator());
        group.MapPost("/{id:guid}/clones", OpenAssessment.CloneAsync).WithName("Dpia.CloneAssessment").WithSummary("Opens an assessment with the answers, risks and measures of this one")
            .RequirePermission(Permissions.DpiaWrite).Validate(new CloneValidator()).WithIdempotency<DpiaDbContext>();
        group.MapGet("/{id:guid}/progress", ReadAssessments.ProgressAsync).WithName("Dpia.GetProgress").WithSummary("Says how complete each section is and what is missing")
            .RequirePermission(Permissions.DpiaRead);
        group.MapGet("/{id:guid}/participants", ReadAssessments.ParticipantsAsync).WithName("Dpia.ListParticipants").WithSummary("Lists who takes part, and who counts as an author")
            .RequirePermission(Permissions.DpiaRead);
        group.MapGet("/{id:guid}/answers", ReadAnswers.ListAsync).WithName("Dpia.ListAnswers").WithSummary("Lists the answers in the template's order").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/{id:guid}/answers/{questionId}", ReadAnswers.GetAsync).WithName("Dpia.GetAnswer").WithSummary("Reads one answer with its ETag").RequirePermission(Permissions.DpiaRead);
        group.MapPut("/{id:guid}/answers/{questionId}", WriteAnswer.HandleAsync).WithName("Dpia.WriteAnswer").WithIfMatch()
            .WithSummary("Writes an answer under its ETag (\"0\" the first time); 412 shows both texts and sets the late one aside").RequirePermission(Permissions.DpiaWrite);
        group.MapGet("/{id:guid}/revisions", Revisions.ListAsync).WithName("Dpia.ListRevisions").WithSummary("Lists everything that was written, also what came too late").RequirePermission(Permissions.DpiaRead);
        group.MapPost("/{id:guid}/revisions/{revisionId:guid}/restoration", Revisions.RestoreAsync).WithName("Dpia.RestoreAnswer").WithIfMatch()
            .WithSummary("Saves what a revision of an answer said, under the answer's current ETag").RequirePermission(Permissions.DpiaWrite);
    }
}
