using System.Text.Json.Serialization;
using FluentValidation;
using Governance.Dpia.Screenings;
using Governance.Dpia.Templates;

namespace Governance.Dpia.Assessments;

/// <param name="Jurisdiction"><c>EU</c>, or a country's ISO 3166-1 alpha-2 code.</param>
/// <param name="Template">Code of the template; <c>general</c> unless told otherwise.</param>
/// <param name="TemplateVersion">The newest unless told otherwise.</param>
/// <param name="ScreeningId">The screening that found it required.</param>
/// <param name="DataStoreIds">Data stores of the inventory that the processing uses.</param>
/// <param name="Purposes">Codes of purposes in the consent service, or as the data map names them.</param>
/// <param name="Recipients">Recipients as the data map names them.</param>
/// <param name="ResponsibleId">User who is told when measures and reviews are overdue; the caller unless told otherwise.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record OpenAssessmentBody(
    string Title,
    string Description,
    string Jurisdiction = "EU",
    string Template = BuiltInTemplates.General,
    int? TemplateVersion = null,
    Guid? ScreeningId = null,
    IReadOnlyList<Guid>? DataStoreIds = null,
    IReadOnlyList<string>? Purposes = null,
    IReadOnlyList<string>? Recipients = null,
    string? ResponsibleId = null)
{
    public AssessmentSubject Subject() => new(Title, Description, Jurisdiction, [.. (DataStoreIds ?? []).Distinct()], Purposes ?? [], Recipients ?? [], ResponsibleId);
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ChangeAssessmentBody(
    string Title,
    string Description,
    string Jurisdiction,
    IReadOnlyList<Guid> DataStoreIds,
    IReadOnlyList<string> Purposes,
    IReadOnlyList<string> Recipients,
    string? ResponsibleId = null)
{
    public AssessmentSubject Subject() => new(Title, Description, Jurisdiction, [.. DataStoreIds.Distinct()], Purposes, Recipients, ResponsibleId);
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CloneBody(string Title, string Description);

internal sealed class OpenAssessmentValidator : AbstractValidator<OpenAssessmentBody>
{
    public OpenAssessmentValidator()
    {
        RuleFor(b => b.Template).Text(64);
        RuleFor(b => b).Custom((body, context) => SubjectRules.Check(body.Subject(), context));
    }
}

internal sealed class ChangeAssessmentValidator : AbstractValidator<ChangeAssessmentBody>
{
    public ChangeAssessmentValidator() => RuleFor(b => b).Custom((body, context) => SubjectRules.Check(body.Subject(), context));
}

internal sealed class CloneValidator : AbstractValidator<CloneBody>
{
    public CloneValidator()
    {
        RuleFor(b => b.Title).Text(SubjectRules.MaxTitle);
        RuleFor(b => b.Description).Text(SubjectRules.MaxDescription);
    }
}

internal static class SubjectRules
{
    public const int MaxTitle = 200;
    public const int MaxDescription = 4_000;
    public const int MaxId = 200;
    private const int MaxItems = 50;

    public static void Check<T>(AssessmentSubject subject, ValidationContext<T> context)
    {
        Text("title", subject.Title, MaxTitle);
        Text("description", subject.Description, MaxDescription);
        if (subject.Jurisdiction is not { Length: 2 } j || !j.All(char.IsAsciiLetterUpper))
            context.AddFailure("jurisdiction", "EU, or an ISO 3166-1 alpha-2 code in capitals.");
        if (subject.DataStoreIds.Count > MaxItems)
            context.AddFailure("dataStoreIds", $"At most {MaxItems}.");
        Items("purposes", subject.Purposes);
        Items("recipients", subject.Recipients);
        if (subject.ResponsibleId is { } id && (string.IsNullOrWhiteSpace(id) || id.Length > MaxId))
            context.AddFailure("responsibleId", "A user's id.");

        void Text(string field, string text, int max)
        {
            if (string.IsNullOrWhiteSpace(text))
                context.AddFailure(field, "Required.");
            else if (text.Length > max)
                context.AddFailure(field, $"At most {max} characters.");
        }

        void Items(string field, IReadOnlyList<string> items)
        {
            if (items.Count > MaxItems || items.Any(i => string.IsNullOrWhiteSpace(i) || i.Length > 200))
                context.AddFailure(field, $"At most {MaxItems}, each 1 to 200 characters.");
        }
    }
}
