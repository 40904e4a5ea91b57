using System.Globalization;

namespace Governance.Consent.Decisions.Caching;

/// <summary>What a statement could see, as PostgreSQL writes it: <c>xmin:xmax:xip,xip</c>.</summary>
internal sealed class PgSnapshot
{
    private readonly ulong _xmax;
    private readonly ulong[] _inProgress;

    private PgSnapshot(ulong xmin, ulong xmax, ulong[] inProgress)
    {
        Xmin = xmin;
        _xmax = xmax;
        _inProgress = inProgress;
    }

    /// <summary>Every transaction below has ended.</summary>
    public ulong Xmin { get; }

    public static PgSnapshot Parse(string text)
    {
        var parts = text.Split(':');
        return new(Number(parts[0]), Number(parts[1]), parts[2].Length == 0 ? [] : [.. parts[2].Split(',').Select(Number)]);
    }

    /// <summary>Whether what this transaction committed was visible.</summary>
    public bool Sees(ulong transaction) => transaction < _xmax && (transaction < Xmin || !_inProgress.Contains(transaction));

    private static ulong Number(string digits) => ulong.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
