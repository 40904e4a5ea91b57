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

    public PublishedVersion? CurrentAt(DateTimeOffset at)
    {
        for (var i = _versions.Length - 1; i >= 0; i--)
        {
            if (_versions[i].EffectiveFrom <= at)
                return _versions[i];
        }
        return null;
    }

    /// <summary>Whether consent to a version still stands for a purpose at a time: a material change asks for consent again, a minor one keeps it.</summary>
    public NoticeFit FitOf(int number, string purposeCode, DateTimeOffset at)
    {
        if (CurrentAt(at) is not { } current || !IsInEffect(number, at))
            return NoticeFit.NotInEffect;
        var (covered, materially) = (true, false);
        foreach (var version in _versions)
        {
            if (version.Number < number || version.Number > current.Number)
                continue;
            covered &= version.PurposeCodes.Contains(purposeCode);
            materially |= version.Number > number && version.Change == NoticeChange.Material;
        }
        if (!covered)
            return NoticeFit.PurposeNotCovered;
        return materially ? NoticeFit.Outdated : NoticeFit.Compatible;
    }

    public bool Covers(int number, string purposeCode) => Array.Exists(_versions, v => v.Number == number && v.PurposeCodes.Contains(purposeCode));

    /// <summary>Whether the version had taken effect by then, even if another one has since.</summary>
    public bool IsInEffect(int number, DateTimeOffset at)
    {
        foreach (var version in _versions)
        {
            if (version.Number == number)
                return version.EffectiveFrom <= at;
        }
        return false;
    }
}
