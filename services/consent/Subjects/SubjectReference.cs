using FluentValidation;
using Governance.ServiceDefaults.Privacy;

namespace Governance.Consent.Subjects;

/// <summary>How a caller names a data subject. Used to find the pseudonym; never stored or logged.</summary>
internal sealed record SubjectReference(string IdentifierKind, string Identifier)
{
    public string Pseudonym(SubjectPseudonymizer pseudonymizer) => pseudonymizer.Pseudonym(IdentifierKind, Identifier);

    /// <summary>Nothing about it needs a closer look: printable ASCII of ordinary length, of which something is left after normalisation.</summary>
    public bool IsPlain() =>
        CodeRules.IsCode(IdentifierKind) && Identifier.Length is > 0 and <= 320 && char.IsAsciiLetterOrDigit(Identifier[0])
        && !Identifier.AsSpan().ContainsAnyExceptInRange(' ', '~') && IdentifierKind != Identifiers.Phone;

    public override string ToString() => $"{IdentifierKind}: not shown";
}

internal sealed class SubjectReferenceValidator : AbstractValidator<SubjectReference>
{
    private const int MaxIdentifier = 320;

    public SubjectReferenceValidator()
    {
        RuleFor(s => s.IdentifierKind).Code();
        RuleFor(s => s.Identifier).Text(MaxIdentifier)
            .Must((s, identifier) => IsWellFormed(identifier) && Identifiers.Normalise(s.IdentifierKind ?? "", identifier!).Length > 0)
            .When(s => s.Identifier is { Length: > 0 and <= MaxIdentifier }, ApplyConditionTo.CurrentValidator)
            .WithMessage("Nothing of it is left after normalisation.");
    }

    // Half a surrogate pair can't be normalised.
    private static bool IsWellFormed(string? value) => value is not null && !value.EnumerateRunes().Any(rune => rune == System.Text.Rune.ReplacementChar);
}
