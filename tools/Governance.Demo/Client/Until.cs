namespace Governance.Demo.Client;

/// <summary>Waits for something that another process does, never without a limit.</summary>
public static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="TimeoutException">The limit passed; the message names what was waited for.</exception>
    public static async Task TrueAsync(string what, TimeSpan limit, Func<Task<bool>> condition, CancellationToken ct = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(limit);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (!await condition())
                await timer.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited {limit.TotalSeconds:0} s for {what}, in vain.");
        }
    }

    /// <summary>Reads a resource again and again until it is as wanted, and returns it.</summary>
    public static async Task<T> Async<T>(string what, TimeSpan limit, Func<Task<T>> read, Func<T, bool> asWanted, CancellationToken ct = default)
    {
        T last = default!;
        await TrueAsync(what, limit, async () => asWanted(last = await read()), ct);
        return last;
    }
}
