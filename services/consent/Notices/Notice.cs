using System.Security.Cryptography;
using System.Text;

namespace Governance.Consent.Notices;

/// <summary>What people are told. Its published versions never change.</summary>
internal sealed class Notice
{
    private Notice()
    {
    }

    public Guid Id { get; private set; }

    public string Code { get; private set; } = null!;

    public string Title { get; private set; } = null!;

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Number of the last published version; 0 before the first.</summary>
    public int Version { get; private set; }

    public static Notice Create(string code, string title, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Code = code, Title = title, CreatedAt = now };

    public NoticeVersion Publish(PublishNoticeBody content, DateTimeOffset effectiveFrom, string by, DateTimeOffset now)
    {
        Version++;
        return new NoticeVersion
        {
            NoticeCode = Code,
            Number = Version,
            Change = content.Change,
            EffectiveFrom = effectiveFrom,
            PurposeCodes = [.. content.Purposes],
            WithdrawalMethod = content.WithdrawalMethod,
            PublishedAt = now,
            PublishedBy = by,
            Texts = [.. content.Texts.Select(t => NoticeText.Of(Code, Version, t.Language, t.Text))],
        };
    }
}

/// <summary>A published version. Append-only.</summary>
internal sealed class NoticeVersion
{
    public required string NoticeCode { get; init; }

    public required int Number { get; init; }

    public required NoticeChange Change { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    public required string[] PurposeCodes { get; init; }

    /// <summary>How the notice tells people to withdraw (GDPR Art. 7(3)).</summary>
    public required string WithdrawalMethod { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required string PublishedBy { get; init; }

    public List<NoticeText> Texts { get; init; } = [];

    public PublishedVersion Facts() => new(Number, Change, EffectiveFrom, PurposeCodes);
}

/// <summary>The exact text in one language. Append-only.</summary>
internal sealed class NoticeText
{
    public required string NoticeCode { get; init; }

    public required int Number { get; init; }

    /// <summary>BCP 47 tag, for example <c>de</c> or <c>pt-BR</c>.</summary>
    public required string Language { get; init; }

    public required string Text { get; init; }

    /// <summary>SHA-256 of the text's UTF-8 bytes, lower-case hex.</summary>
    public required string ContentHash { get; init; }

    public static NoticeText Of(string notice, int number, string language, string text) => new()
    {
        NoticeCode = notice,
        Number = number,
        Language = language,
        Text = text,
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
    };
}
