using Governance.Demo.Client;
using Governance.Demo.Walk;
using Governance.LocalStack;
using Governance.LocalStack.Stack;
using Npgsql;

if (args is not ["--folder", var folder])
{
    await Console.Error.WriteLineAsync("Usage: Governance.Demo --folder FOLDER   (the folder of a stack that ./run has started)");
    return 2;
}

if (!File.Exists(Path.Combine(folder, "ports.json")))
{
    await Console.Error.WriteLineAsync($"No stack was started in {folder}. Start one with ./run.");
    return 1;
}

using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(10));
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
    var job = new MainJob(new GovernanceStack(new StackOptions(folder)), http, new Narrator(Console.Out));
    var done = await job.RunAsync(stop.Token);
    await job.AssessAsync(done.Actors, done.Databases, done.Stores, stop.Token);
    return 0;
}
catch (StackException e)
{
    await Console.Error.WriteLineAsync(e.Describe());
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("The main job was interrupted or took longer than 10 minutes. Look at the services' logs for what they wait for.");
}
catch (Exception e) when (e is ApiException or LoginException or WalkException or TimeoutException or HttpRequestException or NpgsqlException or ArgumentException)
{
    await Console.Error.WriteLineAsync($"{Environment.NewLine}The main job stopped: {e.Message}");
    if (e is HttpRequestException or NpgsqlException)
        await Console.Error.WriteLineAsync("Is the stack up? ./run --status says what runs; ./run starts what does not.");
    if (e is ApiException { Body: { Length: > 0 } body })
        await Console.Error.WriteLineAsync(body);
}

return 1;
