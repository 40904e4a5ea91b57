namespace Governance.Testing;

/// <summary>Waits for a condition, with a bound.</summary>
public static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <param name="what">Said when the time is up.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        using var timeout = new CancellationTokenSource(within ?? Bound);
        while (!await condition())
        {
            if (timeout.IsCancellationRequested)
                throw new TimeoutException($"This did not come about in time: {what}.");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>Returns the first value that is not null.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> read, string what, TimeSpan? within = null)
        where T : class
    {
        T? value = null;
        await TrueAsync(async () => (value = await read()) is not null, what, within);
        return value!;
    }
}
