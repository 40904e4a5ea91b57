using FluentValidation;
using Governance.Consent.Subjects;

namespace Governance.Consent.Records;

/// <summary>What a product team hands in. The identifier is turned into a pseudonym and not kept.</summary>
/// <param name="Purpose">Code of the purpose.</param>
/// <param name="Notice">What the person was shown; asked for to give, renew or refuse, not to withdraw.</param>
/// <param name="Method">How it was expressed, a code such as <c>web-form</c>.</param>
/// <param name="Source">Where it was expressed, a code such as <c>shop-checkout</c>.</param>
/// <param name="Age">Asked for where the purpose has an age of consent. The age is checked and not kept.</param>
internal sealed record RecordBody(
    SubjectReference Subject,
    string Purpose,
    RecordAction Action,
    string Method,
    string Source,
    ShownNotice? Notice = null,
    GivenBy GivenBy = GivenBy.Subject,
    AgeEvidence? Age = null);

internal enum RecordAction
{
    Give,
    Refuse,
    Withdraw,
    Object,
    LiftObjection,

    /// <summary>Reaffirm a consent that stands.</summary>
    Renew,

    /// <summary>The person was asked and has not answered.</summary>
    Request,

    /// <summary>The person put the answer off.</summary>
    Defer,
}

internal static class RecordActions
{
    /// <summary>Says yes: what it takes to consent is asked for.</summary>
    public static bool IsYes(this RecordAction action) => action is RecordAction.Give or RecordAction.Renew;

    /// <summary>Answers to what was shown.</summary>
    public static bool NeedsNotice(this RecordAction action) => action.IsYes() || action == RecordAction.Refuse;
}

/// <param name="ContentHash">Hash of the text as it was shown, where the caller has it; must be the published one.</param>
internal sealed record ShownNotice(string Code, int Version, string Language, string? ContentHash = null);

/// <param name="Country">ISO 3166-1 alpha-2.</param>
internal sealed record AgeEvidence(string Country, int Years);

internal sealed class RecordBodyValidator : AbstractValidator<RecordBody>
{
    public RecordBodyValidator()
    {
        RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
        RuleFor(b => b.Purpose).Code();
        RuleFor(b => b.Method).Code();
        RuleFor(b => b.Source).Code();
        RuleFor(b => b.Notice).NotNull().When(b => b.Action.NeedsNotice()).WithMessage("Required to give, renew or refuse: what was the person shown?");
        RuleFor(b => b.Notice).Null().Unless(b => b.Action.NeedsNotice()).WithMessage("Only to give, renew or refuse.");
        RuleFor(b => b.Notice!.Code).Code().When(b => b.Notice is not null);
        RuleFor(b => b.Notice!.Language).Text(35).When(b => b.Notice is not null);
        RuleFor(b => b.Age!.Country).Matches("\\A[A-Z]{2}\\z").When(b => b.Age is not null).WithMessage("An ISO 3166-1 alpha-2 code in capitals.");
        RuleFor(b => b.Age!.Years).InclusiveBetween(0, 150).When(b => b.Age is not null).WithMessage("From 0 to 150.");
    }
}
