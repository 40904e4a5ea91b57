using System.Text;

namespace Governance.Consent.Tests.Import;

/// <summary>A way in which a line can be broken, and what is to be said of it.</summary>
/// <param name="Template">With <c>PURPOSE</c> and <c>NOTICE</c> for codes that exist, <c>CHILD</c> and <c>INTEREST</c> for purposes with an age of consent and of legitimate interest.</param>
/// <param name="Field">The field to blame; null where it is the line.</param>
public sealed record BrokenLine(string Name, string Template, string Code, string? Field = null, bool Raw = false)
{
    public byte[] Line(string purpose, string notice, string child = "no-such-child", string interest = "no-such-interest")
    {
        var text = Template.Replace("PURPOSE", purpose, StringComparison.Ordinal).Replace("NOTICE", notice, StringComparison.Ordinal).Replace("CHILD", child, StringComparison.Ordinal).Replace("INTEREST", interest, StringComparison.Ordinal);
        // Each character one byte: for what is not UTF-8.
        return Raw ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);
    }
}

internal static class BrokenLines
{
    public const string Header = "identifierKind,identifier,purpose,action,occurredAt,notice,noticeVersion,language,method,evidence,externalId";

    /// <summary>Has all columns there are.</summary>
    public const string WideHeader = "externalId,evidence,ageYears,country,givenBy,method,language,noticeVersion,notice,occurredAt,action,purpose,identifier,identifierKind";

    public static readonly IReadOnlyList<BrokenLine> Csv =
    [
        new("too few fields", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z", "wrong-number-of-fields"),
        new("too many fields", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,,,,,,", "wrong-number-of-fields"),
        new("another separator", "email;a@b.example;PURPOSE;give;2026-01-01T00:00:00Z;;;;;;", "wrong-number-of-fields"),
        new("a quote left open", "email,\"a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "malformed-line"),
        new("a quote inside", "email,a\"@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "malformed-line"),
        new("text behind a quote", "email,\"a@b.example\"x,PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "malformed-line"),
        new("no kind of identifier", ",a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "field-missing", "identifierKind"),
        new("no identifier", "email,,PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "field-missing", "identifier"),
        new("no purpose", "email,a@b.example,,give,2026-01-01T00:00:00Z,,,,,,", "field-missing", "purpose"),
        new("no action", "email,a@b.example,PURPOSE,,2026-01-01T00:00:00Z,,,,,,", "field-missing", "action"),
        new("no time", "email,a@b.example,PURPOSE,give,,,,,,,", "field-missing", "occurredAt"),
        new("kind is no code", "E Mail,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "identifier-not-valid", "identifierKind"),
        new("nothing left of the identifier", "email,\"   \",PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "identifier-not-valid", "identifier"),
        new("identifier too long", $"email,{new string('x', 321)},PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "identifier-not-valid", "identifier"),
        new("no such purpose", "email,a@b.example,no-such,give,2026-01-01T00:00:00Z,,,,,,", "purpose-unknown", "purpose"),
        new("no such action", "email,a@b.example,PURPOSE,grant,2026-01-01T00:00:00Z,,,,,,", "action-unknown", "action"),
        new("action in capitals", "email,a@b.example,PURPOSE,GIVE,2026-01-01T00:00:00Z,,,,,,", "action-unknown", "action"),
        new("objection to consent", "email,a@b.example,PURPOSE,object,2026-01-01T00:00:00Z,,,,,,", "purpose-rests-on-consent", "action"),
        new("another form of date", "email,a@b.example,PURPOSE,give,01/02/2026,,,,,,", "time-not-valid", "occurredAt"),
        new("a time without an offset", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00,,,,,,", "time-not-valid", "occurredAt"),
        new("a day without a time", "email,a@b.example,PURPOSE,give,2026-01-01,,,,,,", "time-not-valid", "occurredAt"),
        new("a day that is none", "email,a@b.example,PURPOSE,give,2025-02-29T00:00:00Z,,,,,,", "time-not-valid", "occurredAt"),
        new("a leap second", "email,a@b.example,PURPOSE,give,2016-12-31T23:59:60Z,,,,,,", "time-not-valid", "occurredAt"),
        new("an offset that is none", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00+15:00,,,,,,", "time-not-valid", "occurredAt"),
        new("before the first year", "email,a@b.example,PURPOSE,give,0001-01-01T00:00:00+01:00,,,,,,", "time-not-valid", "occurredAt"),
        new("the far future", "email,a@b.example,PURPOSE,give,9999-12-31T23:59:59Z,,,,,,", "time-in-the-future", "occurredAt"),
        new("no such notice", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,no-such,1,en,,,", "notice-unknown", "notice"),
        new("no such version", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,NOTICE,99,en,,,", "notice-version-unknown", "noticeVersion"),
        new("version is no number", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,NOTICE,one,en,,,", "notice-version-unknown", "noticeVersion"),
        new("version missing", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,NOTICE,,en,,,", "notice-version-unknown", "noticeVersion"),
        new("no such language", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,NOTICE,1,fr,,,", "language-unknown", "language"),
        new("language missing", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,NOTICE,1,,,,", "language-unknown", "language"),
        new("version without notice", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,1,,,,", "field-missing", "notice"),
        new("method is no code", "email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,,,Web Form,,", "code-not-valid", "method"),
        new("evidence too long", $"email,a@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,,,,{new string('x', 501)},", "value-too-long", "evidence"),
        new("a null character", "email,a\0@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "null-character"),
        new("a lone carriage return", "email,a@b.example,PURPOSE\r,give,2026-01-01T00:00:00Z,,,,,,", "purpose-unknown", "purpose"),
        new("longer than any line", new string('x', 70_000), "line-too-long"),
        new("not UTF-8", "e\u00FF\u00FE,", "not-utf-8", Raw: true),
        new("Latin-1", "email,j\u00F6rg@b.example,PURPOSE,give,2026-01-01T00:00:00Z,,,,,,", "not-utf-8", Raw: true),
    ];

    /// <summary>Below <see cref="WideHeader"/>.</summary>
    public static readonly IReadOnlyList<BrokenLine> WideCsv =
    [
        new("given by somebody else", ",,,,neighbour,,,,,2026-01-01T00:00:00Z,give,PURPOSE,a@b.example,email", "given-by-unknown", "givenBy"),
        new("a country in words", ",,,Germany,,,,,,2026-01-01T00:00:00Z,give,PURPOSE,a@b.example,email", "country-not-valid", "country"),
        new("a country in small letters", ",,,de,,,,,,2026-01-01T00:00:00Z,give,PURPOSE,a@b.example,email", "country-not-valid", "country"),
        new("an age in words", ",,twelve,DE,,,,,,2026-01-01T00:00:00Z,give,PURPOSE,a@b.example,email", "age-not-valid", "ageYears"),
        new("a negative age", ",,-1,DE,,,,,,2026-01-01T00:00:00Z,give,PURPOSE,a@b.example,email", "age-not-valid", "ageYears"),
        new("an age that nobody reaches", ",,151,DE,,,,,,2026-01-01T00:00:00Z,give,PURPOSE,a@b.example,email", "age-not-valid", "ageYears"),
        new("a child without age", ",,,DE,,,,,,2026-01-01T00:00:00Z,give,CHILD,a@b.example,email", "age-required", "ageYears"),
        new("an age without country", ",,17,,,,,,,2026-01-01T00:00:00Z,give,CHILD,a@b.example,email", "age-required", "ageYears"),
        new("a child alone", ",,15,DE,subject,,,,,2026-01-01T00:00:00Z,give,CHILD,a@b.example,email", "guardian-required", "ageYears"),
        new("consent to what needs none", ",,,,,,,,,2026-01-01T00:00:00Z,give,INTEREST,a@b.example,email", "purpose-not-consent-based", "action"),
        new("a notice that says nothing of it", ",,16,DE,,,en,1,NOTICE,2026-01-01T00:00:00Z,give,CHILD,a@b.example,email", "notice-does-not-cover-purpose", "notice"),
    ];

    public static readonly IReadOnlyList<BrokenLine> Json =
    [
        new("cut off", """{"identifierKind":"email","identifier":"a@b.exa""", "malformed-line"),
        new("a list", "[]", "malformed-line"),
        new("two objects", """{"identifierKind":"email"}{"identifierKind":"email"}""", "malformed-line"),
        new("a name twice", """{"identifierKind":"email","identifier":"a@b.example","identifier":"c@d.example","purpose":"PURPOSE","action":"give","occurredAt":"2026-01-01T00:00:00Z"}""", "malformed-line"),
        new("half a surrogate pair", """{"identifierKind":"email","identifier":"a\ud800@b.example","purpose":"PURPOSE","action":"give","occurredAt":"2026-01-01T00:00:00Z"}""", "malformed-line"),
        new("a comment", """{"identifierKind":"email"/* */}""", "malformed-line"),
        new("a name nobody knows", """{"identifierKind":"email","identifer":"a@b.example"}""", "unknown-field"),
        new("a list as value", """{"identifierKind":["email"]}""", "value-of-wrong-type", "identifierKind"),
        new("yes as value", """{"identifierKind":"email","identifier":true}""", "value-of-wrong-type", "identifier"),
        new("a null character", """{"identifierKind":"email","identifier":"a\u0000@b.example"}""", "null-character", "identifier"),
        new("null", """{"identifierKind":"email","identifier":null,"purpose":"PURPOSE","action":"give","occurredAt":"2026-01-01T00:00:00Z"}""", "field-missing", "identifier"),
        new("a time as number", """{"identifierKind":"email","identifier":"a@b.example","purpose":"PURPOSE","action":"give","occurredAt":1767225600}""", "time-not-valid", "occurredAt"),
        new("a fraction as version", """{"identifierKind":"email","identifier":"a@b.example","purpose":"PURPOSE","action":"give","occurredAt":"2026-01-01T00:00:00Z","notice":"NOTICE","noticeVersion":1.0,"language":"en"}""", "notice-version-unknown", "noticeVersion"),
    ];
}
