namespace Governance.Consent.Notices;

internal enum NoticeChange
{
    Minor,
    Material,
}

/// <summary>A published version, as far as decisions depend on it.</summary>
internal sealed record PublishedVersion(int Number, NoticeChange Change, DateTimeOffset EffectiveFrom, IReadOnlyCollection<string> PurposeCodes);

internal enum NoticeFit
{
    /// <summary>The version is the current one, or only minor changes came after it.</summary>
    Compatible,

    /// <summary>A material change took effect after the version.</summary>
    Outdated,

    /// <summary>The version, or one that followed it, does not cover the purpose.</summary>
    PurposeNotCovered,

    NotInEffect,
}

/// <summary>All versions of one notice.</summary>
internal sealed class NoticeTimeline(IEnumerable<PublishedVersion> versions)
{
    private readonly PublishedVersion[] _versions = [.. versions.OrderBy(v => v.Number)];

    public PublishedVersion? CurrentAt(DateTimeOffset at) => _versions.LastOrDefault(v => v.EffectiveFrom <= at);

    /// <summary>Whether consent to a version still stands for a purpose at a time: a material change asks for consent again, a minor one keeps it.</summary>
    public NoticeFit FitOf(int number, string purposeCode, DateTimeOffset at)
    {
        var consented = _versions.FirstOrDefault(v => v.Number == number);
        if (consented is null || consented.EffectiveFrom > at || CurrentAt(at) is not { } current)
            return NoticeFit.NotInEffect;
        var since = _versions.Where(v => v.Number >= number && v.Number <= current.Number).ToArray();
        if (!since.All(v => v.PurposeCodes.Contains(purposeCode)))
            return NoticeFit.PurposeNotCovered;
        return since.Any(v => v.Number > number && v.Change == NoticeChange.Material) ? NoticeFit.Outdated : NoticeFit.Compatible;
    }
}
