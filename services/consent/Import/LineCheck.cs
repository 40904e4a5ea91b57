using System.Globalization;
using Governance.Consent.Decisions;
using Governance.Consent.Records;
using Governance.Consent.Subjects;
using Governance.ServiceDefaults.Privacy;

namespace Governance.Consent.Import;

/// <summary>Makes a row of a line's fields, by the rules that hold for records handed in one by one; or says why not.</summary>
internal sealed class LineCheck(Catalogue catalogue, SubjectPseudonymizer pseudonymizer, string source, DateTimeOffset now)
{
    private const int MaxText = 500;
    private static readonly SubjectReferenceValidator SubjectRules = new();
    private static readonly Dictionary<string, RecordAction> Actions = new(StringComparer.Ordinal)
    {
        ["give"] = RecordAction.Give,
        ["refuse"] = RecordAction.Refuse,
        ["withdraw"] = RecordAction.Withdraw,
        ["object"] = RecordAction.Object,
        ["liftObjection"] = RecordAction.LiftObjection,
    };

    public (ImportRow? Row, LineProblem? Problem) Check(long line, Dictionary<string, string> fields)
    {
        if (Basics(fields) is { } problem)
            return (null, problem);
        var subject = new SubjectReference(fields["identifierKind"], fields["identifier"]);
        if (!subject.IsPlain() && SubjectRules.Validate(subject).Errors is [{ } wrong, ..])
            return (null, new("identifier-not-valid", wrong.PropertyName == nameof(SubjectReference.IdentifierKind) ? "identifierKind" : "identifier"));
        if (!catalogue.Purposes.TryGetValue(fields["purpose"], out var purpose))
            return (null, new("purpose-unknown", "purpose"));
        if (!Actions.TryGetValue(fields["action"], out var action))
            return (null, new("action-unknown", "action"));
        if (RecordRules.CheckAction(purpose.Facts.Basis, action) is { } notPossible)
            return (null, new(notPossible.Code, "action"));
        if (!TryTime(fields["occurredAt"], out var occurredAt))
            return (null, new("time-not-valid", "occurredAt"));
        if (occurredAt > now)
            return (null, new("time-in-the-future", "occurredAt"));
        return (Shown(fields, purpose, action) ?? Given(fields, purpose, action)) is { } second
            ? (null, second)
            : (Row(line, fields, subject.Pseudonym(pseudonymizer), purpose, action, occurredAt), null);
    }

    private static LineProblem? Basics(Dictionary<string, string> fields)
    {
        foreach (var name in LineFields.Required)
        {
            if (!fields.ContainsKey(name))
                return new("field-missing", name);
        }
        foreach (var (name, value) in fields)
        {
            if (value.Length > MaxText)
                return new("value-too-long", name);
        }
        return fields.TryGetValue("method", out var method) && !CodeRules.IsCode(method) ? new("code-not-valid", "method") : null;
    }

    private LineProblem? Shown(Dictionary<string, string> fields, KnownPurpose purpose, RecordAction action)
    {
        if (!fields.TryGetValue("notice", out var code))
            return fields.ContainsKey("noticeVersion") || fields.ContainsKey("language") ? new("field-missing", "notice") : null;
        if (!catalogue.Notices.TryGetValue(code, out var notice))
            return new("notice-unknown", "notice");
        if (!int.TryParse(fields.GetValueOrDefault("noticeVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || !notice.WithdrawalMethods.ContainsKey(version))
            return new("notice-version-unknown", "noticeVersion");
        if (!notice.Hashes.ContainsKey((version, fields.GetValueOrDefault("language", ""))))
            return new("language-unknown", "language");
        // Nobody can have been shown what is only announced.
        if (!notice.Timeline.IsInEffect(version, now))
            return new("notice-not-in-effect", "noticeVersion");
        // A consent to an outdated version is history worth keeping; it doesn't allow anything.
        return action == RecordAction.Give && !notice.Timeline.Covers(version, purpose.Facts.Code) ? new("notice-does-not-cover-purpose", "notice") : null;
    }

    private static LineProblem? Given(Dictionary<string, string> fields, KnownPurpose purpose, RecordAction action)
    {
        var by = fields.GetValueOrDefault("givenBy", "subject");
        if (by is not ("subject" or "guardian"))
            return new("given-by-unknown", "givenBy");
        if (fields.TryGetValue("country", out var country) && (country.Length != 2 || !char.IsAsciiLetterUpper(country[0]) || !char.IsAsciiLetterUpper(country[1])))
            return new("country-not-valid", "country");
        var hasAge = fields.TryGetValue("ageYears", out var age);
        var years = 0;
        if (hasAge && (!int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out years) || years > 150))
            return new("age-not-valid", "ageYears");
        var body = new RecordBody(new("", ""), purpose.Facts.Code, action, "", "", GivenBy: by == "guardian" ? GivenBy.Guardian : GivenBy.Subject, Age: hasAge && country is not null ? new(country, years) : null);
        return RecordRules.CheckAge(purpose.ChildrenRule, body) is { } refusal ? new(refusal.Code, "ageYears") : null;
    }

    private ImportRow Row(long line, Dictionary<string, string> fields, string subject, KnownPurpose purpose, RecordAction action, DateTimeOffset occurredAt)
    {
        var code = fields.GetValueOrDefault("notice");
        var notice = code is null ? null : catalogue.Notices[code];
        var version = code is null ? (int?)null : int.Parse(fields["noticeVersion"], CultureInfo.InvariantCulture);
        return new(
            line,
            IdOf(fields, subject),
            subject,
            purpose.Facts.Code,
            purpose.Version,
            Enum.Parse<ConsentAction>(action.ToString()),
            occurredAt,
            action == RecordAction.Give && purpose.ValidityDays is { } days ? occurredAt.AddDays(days) : null,
            code,
            version,
            code is null ? null : fields["language"],
            notice?.Hashes[(version!.Value, fields["language"])],
            notice?.WithdrawalMethods[version!.Value],
            fields.GetValueOrDefault("method", "import"),
            fields.GetValueOrDefault("givenBy") == "guardian" ? GivenBy.Guardian : GivenBy.Subject,
            fields.GetValueOrDefault("country"),
            fields.GetValueOrDefault("evidence"));
    }

    /// <summary>Keyed, because external ids may name people. A version 8 UUID (RFC 9562).</summary>
    private Guid IdOf(Dictionary<string, string> fields, string subject)
    {
        var key = fields.TryGetValue("externalId", out var external)
            ? $"{source}\n{external}"
            : string.Join('\n', (string[])[source, subject, .. LineFields.Known.Where(n => n is not ("identifier" or "identifierKind")).Order(StringComparer.Ordinal).Select(n => fields.GetValueOrDefault(n, ""))]);
        Span<byte> bytes = stackalloc byte[24];
        System.Buffers.Text.Base64Url.DecodeFromChars(pseudonymizer.Pseudonym(external is null ? "import-content" : "import-id", key).AsSpan(4), bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes[..16], bigEndian: true);
    }

    private static bool TryTime(string text, out DateTimeOffset time)
    {
        // With an offset or Z: a time without one would mean something else on another machine.
        if (!DateTimeOffset.TryParseExact(text, ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time))
            return false;
        return text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length;
    }
}
