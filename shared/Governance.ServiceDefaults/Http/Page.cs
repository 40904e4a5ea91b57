namespace Governance.ServiceDefaults.Http;

/// <summary>One page of a list. <paramref name="Next"/> goes into <c>?after=</c> for the page behind; null on the last one.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

public static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    public static int Limit(int? asked) => Math.Clamp(asked ?? DefaultLimit, 1, MaxLimit);

    /// <summary>Builds a page from <c>limit + 1</c> rows.</summary>
    public static Page<TOut> ToPage<TRow, TOut>(IReadOnlyList<TRow> rows, int limit, Func<TRow, TOut> map, Func<TRow, string> key) =>
        rows.Count > limit
            ? new([.. rows.Take(limit).Select(map)], key(rows[limit - 1]))
            : new([.. rows.Select(map)], null);
}
