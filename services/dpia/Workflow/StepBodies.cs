using System.Text.Json.Serialization;
using FluentValidation;
using Governance.Dpia.Screenings;

namespace Governance.Dpia.Workflow;

/// <summary>A step that needs no words.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PlainStepBody(string? Text = null);

/// <summary>A step that needs its reasons.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReasonedStepBody(string Text);

internal enum DpoOpinion
{
    Favourable,

    /// <summary>Favourable under conditions that the text names.</summary>
    Conditional,
    Unfavourable,
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdviceBody(DpoOpinion Opinion, string Text);

/// <param name="Followed">False: the controller refuses, and says why.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdviceAnswerBody(bool Followed, string Text);

/// <param name="Sought">False: the text says why the people concerned were not asked.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ViewsBody(bool Sought, string Text);

/// <param name="Accepted">False: the assessment goes back for more measures.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RiskAcceptanceBody(bool Accepted, string Text);

/// <param name="Reference">The authority's or our own.</param>
/// <param name="SubmittedOn">Day on which the authority received the request.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ConsultationBody(string Authority, string Reference, DateOnly SubmittedOn);

/// <param name="On">Day that it takes effect.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ConsultationDayBody(DateOnly On, string Text);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ConsultationOutcomeBody(ConsultationOutcome Outcome, DateOnly On, string Text);

/// <param name="DocumentHash">Hash of the document the signer has read, from <c>GET /v1/assessments/{id}/document</c>.</param>
/// <param name="Statement">What the signer declares.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ApprovalBody(string DocumentHash, string Statement);

/// <param name="ReviewOn">Day on which the assessment is looked at again whatever happens.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MonitoringBody(DateOnly ReviewOn);

internal static class StepTexts
{
    private const int Max = 10_000;

    public static InlineValidator<PlainStepBody> Plain { get; } = new() { v => v.RuleFor(b => b.Text).MaximumLength(Max).WithMessage($"At most {Max} characters.") };

    public static InlineValidator<ReasonedStepBody> Reasoned { get; } = new() { v => v.RuleFor(b => b.Text).Text(Max) };

    public static InlineValidator<AdviceBody> Advice { get; } = new() { v => v.RuleFor(b => b.Text).Text(Max) };

    public static InlineValidator<AdviceAnswerBody> AdviceAnswer { get; } = new() { v => v.RuleFor(b => b.Text).Text(Max) };

    public static InlineValidator<ViewsBody> Views { get; } = new() { v => v.RuleFor(b => b.Text).Text(Max) };

    public static InlineValidator<RiskAcceptanceBody> RiskAcceptance { get; } = new() { v => v.RuleFor(b => b.Text).Text(Max) };

    public static InlineValidator<ConsultationBody> Consultation { get; } = new() { v => v.RuleFor(b => b.Authority).Text(200), v => v.RuleFor(b => b.Reference).Text(200) };

    public static InlineValidator<ConsultationDayBody> ConsultationDay { get; } = new() { v => v.RuleFor(b => b.Text).Text(Max) };

    public static InlineValidator<ConsultationOutcomeBody> ConsultationOutcome { get; } = new() { v => v.RuleFor(b => b.Text).Text(Max) };

    public static InlineValidator<ApprovalBody> Approval { get; } = new()
    {
        v => v.RuleFor(b => b.DocumentHash).Matches("\\A[0-9a-f]{64}\\z").WithMessage("SHA-256 in lower-case hex."),
        v => v.RuleFor(b => b.Statement).Text(2_000),
    };
}
