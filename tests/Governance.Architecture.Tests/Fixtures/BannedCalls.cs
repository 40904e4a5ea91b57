namespace Governance.Architecture.Tests.Fixtures;

/// <summary>Violates the rule about clocks, ids and waits in every way it knows.</summary>
internal static class BannedCalls
{
    public static DateTime Now() => DateTime.Now;

    public static DateTime UtcNow() => DateTime.UtcNow;

    public static DateTime Today() => DateTime.Today;

    public static DateTimeOffset OffsetNow() => DateTimeOffset.Now;

    public static DateTimeOffset OffsetUtcNow() => DateTimeOffset.UtcNow;

    public static Guid NewGuid() => Guid.NewGuid();

    public static Func<Guid> MethodGroup() => Guid.NewGuid;

    public static IEnumerable<Guid> InsideALambda() => Enumerable.Range(0, 3).Select(_ => Guid.NewGuid());

    public static int Result(Task<int> task) => task.Result;

    public static void Wait(Task task) => task.Wait(TimeSpan.FromSeconds(1));

    public static void WaitAll(Task task) => Task.WaitAll(task);

    public static void GetResult(Task task) => task.GetAwaiter().GetResult();

    public static int GetValueResult(ValueTask<int> task) => task.GetAwaiter().GetResult();

    public static void GetConfiguredResult(Task task) => task.ConfigureAwait(false).GetAwaiter().GetResult();

    public static async Task<DateTime> InsideAsync(Task task)
    {
        await task;
        return DateTime.UtcNow;
    }

    /// <summary>Allowed.</summary>
    public static async Task<int> AwaitedAsync(Task<int> task, ValueTask other)
    {
        await other;
        return await task.ConfigureAwait(false);
    }

    /// <summary>Allowed.</summary>
    public static Func<Task<int>, Task<int>> AwaitedInALambda() => async task => await task;

    /// <summary>Allowed.</summary>
    public static long Stopwatch() => System.Diagnostics.Stopwatch.GetTimestamp() + TimeProvider.System.GetUtcNow().Ticks + Guid.CreateVersion7().Version;
}
