using FluentValidation;
using Governance.Inventory.Activities.Rules;
using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Activities;

/// <summary>What no record can say. What it lacks is not refused.</summary>
internal sealed class ActivityDetailsValidator : AbstractValidator<ActivityDetails>
{
    public ActivityDetailsValidator()
    {
        RuleFor(d => d.Name).Line(200);
        RuleFor(d => d.Purposes).Prose();
        RuleFor(d => d.ErasureLimits).Prose();
        RuleFor(d => d.SecurityMeasures).Prose();
        RuleFor(d => d.OwnerId).MaximumLength(200).WithMessage("At most 200 characters.");
        RuleFor(d => d.Controller!).SetValidator(new PartyValidator());
        RuleFor(d => d.Representative!).SetValidator(new PartyValidator());
        RuleFor(d => d.DataProtectionOfficer!).SetValidator(new PartyValidator());
        RuleFor(d => d.DataProtectionOfficer).Null().When(d => d.NoDataProtectionOfficer).WithMessage("Either one is designated or none has to be.");
        RuleFor(d => d.JointControllers).Few();
        RuleForEach(d => d.JointControllers).SetValidator(new PartyValidator());
        RuleFor(d => d.DataUses).Few();
        RuleForEach(d => d.DataUses).Must(DataUses.IsValid).WithMessage($"A Fideslang data use: one of {string.Join(", ", DataUses.Roots.Order(StringComparer.Ordinal))}, or below one of them.");
        RuleFor(d => d.SubjectCategories).Few();
        RuleForEach(d => d.SubjectCategories).Must(PersonWords.Kinds.Contains).WithMessage($"One of: {string.Join(", ", PersonWords.Kinds.Order(StringComparer.Ordinal))}.");
        RuleFor(d => d.DataCategories).Few();
        RuleForEach(d => d.DataCategories).Must(Categories.IsValid).WithMessage("A Fideslang data category, such as user.contact.email.");
        RuleFor(d => d.Recipients!).Few();
        RuleForEach(d => d.Recipients).Line(200);
        RuleFor(d => d.Transfers!).Few();
        RuleForEach(d => d.Transfers).SetValidator(new TransferValidator());
        RuleFor(d => d.DataStoreIds).Few();
    }

    private sealed class PartyValidator : AbstractValidator<Party>
    {
        public PartyValidator()
        {
            RuleFor(p => p.Name).Line(200);
            RuleFor(p => p.Contact).Line(500);
        }
    }

    private sealed class TransferValidator : AbstractValidator<Transfer>
    {
        public TransferValidator()
        {
            RuleFor(t => t.Country).Matches(@"\A[A-Z]{2}\z").WithMessage("The two letters of the country (ISO 3166-1), upper case.");
            RuleFor(t => t.Country).Must(c => !Transfers.IsInTheArea(c)).WithMessage("It lies in the European Economic Area: that is no transfer to a third country.");
            RuleFor(t => t.Recipient).Line(200);
            RuleFor(t => t.Assessment).MaximumLength(500).WithMessage("At most 500 characters.");
            RuleFor(t => t.Derogation).Null().When(t => t.Safeguard != Safeguard.Derogation).WithMessage("Only where the safeguard is a derogation.");
        }
    }
}

internal static class ActivityRules
{
    private const int MaxItems = 100;
    private const int MaxProse = 4_000;

    /// <summary>A text of one line that has to be there.</summary>
    public static IRuleBuilderOptions<T, string> Line<T>(this IRuleBuilder<T, string> rule, int max) =>
        rule.NotEmpty().WithMessage("Required.")
            .MaximumLength(max).WithMessage($"At most {max} characters.")
            .Must(text => text is null || !text.Any(char.IsControl)).WithMessage("Control characters are not accepted.");

    public static IRuleBuilderOptions<T, string?> Prose<T>(this IRuleBuilder<T, string?> rule) => rule.MaximumLength(MaxProse).WithMessage($"At most {MaxProse} characters.");

    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>> Few<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>> rule) =>
        rule.Must(items => items is null || items.Count <= MaxItems).WithMessage($"At most {MaxItems}.");
}
