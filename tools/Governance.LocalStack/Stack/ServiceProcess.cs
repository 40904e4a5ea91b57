using System.Diagnostics;
using Governance.LocalStack.Processes;

namespace Governance.LocalStack.Stack;

/// <summary>One service of a stack as a process of its own, which outlives the program that started it.</summary>
public sealed class ServiceProcess
{
    private static readonly TimeSpan PortLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(120);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly RunFolder folder;
    private readonly string workingDirectory;
    private readonly string dll;

    internal ServiceProcess(RunFolder folder, string name, Uri url, string workingDirectory, string dll, Dictionary<string, string> environment)
    {
        this.folder = folder;
        this.workingDirectory = workingDirectory;
        this.dll = dll;
        Name = name;
        Url = url;
        Environment = environment;
    }

    public string Name { get; }

    public Uri Url { get; }

    /// <summary>What the process is started with; a change holds from the next start.</summary>
    public IDictionary<string, string> Environment { get; }

    public string LogFile => folder.Log(Name);

    public ProcessRef? Process => folder.Pids.Running(Name);

    public bool IsRunning => Process is not null;

    /// <summary>Starts the process without waiting for it; does nothing when it runs.</summary>
    public void Start()
    {
        if (IsRunning)
        {
            return;
        }

        if (!PortBook.IsFree(Url.Port))
        {
            throw new StackException($"{Name} cannot start: port {Url.Port} is taken by another process.", "Stop that process, or choose other ports: GOVERNANCE_PORT_OFFSET=100");
        }

        folder.Pids.Record(Name, Launcher.Start(new Launch("dotnet", [dll], LogFile, workingDirectory, Environment.AsReadOnly())));
    }

    /// <summary>Starts and waits until <c>/health/ready</c> says so.</summary>
    public async Task StartAsync(CancellationToken ct = default)
    {
        // The last threads of a killed process may hold its port for a moment longer than its pid lives.
        for (var watch = Stopwatch.StartNew(); !IsRunning && !PortBook.IsFree(Url.Port) && watch.Elapsed < PortLimit;)
        {
            await Task.Delay(50, ct);
        }

        Start();
        await WaitUntilReadyAsync(ct);
    }

    public async Task WaitUntilReadyAsync(CancellationToken ct = default)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(250, ct))
        {
            var answer = await AskAsync(ct);
            if (answer is null)
            {
                return;
            }

            if (!IsRunning)
            {
                throw new StackException($"{Name} ended while starting.", "Read the log above.", LogFile);
            }

            if (watch.Elapsed > ReadyLimit)
            {
                throw new StackException($"{Name} was not ready within {ReadyLimit.TotalSeconds:0} s: {answer}", "Read the log above.", LogFile);
            }
        }
    }

    /// <summary>Asks it to stop and lets it finish what it does (at most 20 s).</summary>
    public async Task StopAsync(CancellationToken ct = default)
    {
        if (Process is { } process)
        {
            await process.StopAsync(Native.Terminate, StopLimit, ct);
        }

        folder.Pids.Forget(Name);
    }

    /// <summary>kill -9, then waits until it is gone.</summary>
    public async Task KillAsync(CancellationToken ct = default)
    {
        if (Process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync(StopLimit, ct);
        }

        folder.Pids.Forget(Name);
    }

    /// <summary>Waits until it has ended by itself, as at a fault point.</summary>
    public async Task<bool> WaitForExitAsync(TimeSpan limit, CancellationToken ct = default) =>
        Process is not { } process || await process.WaitForExitAsync(limit, ct);

    public async Task RestartAsync(CancellationToken ct = default)
    {
        await StopAsync(ct);
        await StartAsync(ct);
    }

    /// <summary>Null when ready, else why not.</summary>
    internal async Task<string?> AskAsync(CancellationToken ct)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(Url, "health/ready"), ct);
            return response.IsSuccessStatusCode ? null : await response.Content.ReadAsStringAsync(ct);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return e.Message;
        }
    }
}
