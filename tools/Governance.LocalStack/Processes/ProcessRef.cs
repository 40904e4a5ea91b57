using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Governance.LocalStack.Processes;

/// <summary>A process named by pid, start time (clock ticks since boot) and boot, so that a recycled pid is never taken for it.</summary>
public sealed record ProcessRef(int Pid, long StartTicks, string BootId)
{
    private static readonly Lazy<string> CurrentBoot = new(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    [JsonIgnore]
    public bool IsAlive => Of(Pid) == this;

    /// <summary>The running process with this pid, or null when there is none (a zombie counts as none).</summary>
    public static ProcessRef? Of(int pid)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null;
        }

        // "pid (command) state ppid …": the command may hold anything, so count from the last bracket. Start time is field 22.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : new ProcessRef(pid, long.Parse(fields[19], CultureInfo.InvariantCulture), CurrentBoot.Value);
    }

    public void Signal(int signal)
    {
        if (IsAlive)
        {
            Native.Kill(Pid, signal);
        }
    }

    public void Kill() => Signal(Native.KillNow);

    public async Task<bool> WaitForExitAsync(TimeSpan limit, CancellationToken ct = default)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < limit;)
        {
            if (!IsAlive)
            {
                return true;
            }

            await Task.Delay(50, ct);
        }

        return !IsAlive;
    }

    /// <summary>Asks politely with <paramref name="signal"/>, then kills when the limit has passed.</summary>
    public async Task StopAsync(int signal, TimeSpan limit, CancellationToken ct = default)
    {
        Signal(signal);
        if (!await WaitForExitAsync(limit, ct))
        {
            Kill();
            await WaitForExitAsync(TimeSpan.FromSeconds(10), ct);
        }
    }
}
