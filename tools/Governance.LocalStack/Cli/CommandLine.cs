using System.Globalization;
using Governance.LocalStack.Servers;
using Governance.LocalStack.Stack;

namespace Governance.LocalStack.Cli;

internal static class CommandLine
{
    private const string Usage = """
        Usage: Governance.LocalStack <command> --folder FOLDER [options]

          infra up     start a PostgreSQL and a RabbitMQ; print their addresses as shell exports
                       [--pg-port N] [--amqp-port N]  (default: free ports)
          infra down   stop them
          up           start the whole stack and leave it running
          info         addresses, sign-in names and secrets of a started stack
          status       say what runs
          stop         stop everything that belongs to the folder
          reset        stop, then delete the folder and all that was made for it
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return await RunAsync(Arguments.Parse(args), stop.Token);
        }
        catch (StackException e)
        {
            await Console.Error.WriteLineAsync(e.Describe());
            return 1;
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message + Environment.NewLine + Usage);
            return 2;
        }
    }

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken ct)
    {
        var folder = new RunFolder(arguments.Require("folder"));
        switch (arguments.Command)
        {
            case "infra up":
                await InfraUpAsync(folder, arguments, ct);
                return 0;
            case "infra down":
            case "stop":
                await Shutdown.StopAsync(folder, ct);
                return 0;
            case "up":
                await UpAsync(folder, ct);
                return 0;
            case "info":
                await StackInfo.WriteAsync(new GovernanceStack(Options(folder)), Console.Out, ct);
                return 0;
            case "status":
                return Status(folder);
            case "reset":
                foreach (var each in folder.Nested().Append(folder))
                {
                    await Shutdown.StopAsync(each, ct);
                    each.Delete();
                }

                return 0;
            default:
                throw new FormatException($"Unknown command: {arguments.Command}");
        }
    }

    private static async Task InfraUpAsync(RunFolder folder, Arguments arguments, CancellationToken ct)
    {
        var postgres = new PostgresServer(folder, arguments.Port("pg-port"));
        var rabbitMq = new RabbitMqServer(folder, arguments.Port("amqp-port"));
        await Task.WhenAll(postgres.StartAsync(ct), rabbitMq.StartAsync(ct));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"export GOVERNANCE_TEST_POSTGRES='{postgres.AdminConnectionString}'"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"export GOVERNANCE_TEST_RABBITMQ='{rabbitMq.Uri}'"));
        Console.WriteLine($"export GOVERNANCE_TEST_RABBITMQ_MANAGEMENT='{rabbitMq.ManagementUri}'");
    }

    private static async Task UpAsync(RunFolder folder, CancellationToken ct)
    {
        try
        {
            await new GovernanceStack(Options(folder)).StartAsync(ct);
        }
        catch (OperationCanceledException)
        {
            throw new StackException("Interrupted.", "./run --stop ends what was started already.");
        }
    }

    private static StackOptions Options(RunFolder folder) =>
        new(folder.Path) { FixedPortOffset = PortOffset(), Progress = line => Console.WriteLine("    " + line) };

    /// <summary>Says of each process of the folder whether it runs; 0 when all do, 3 when some or none do.</summary>
    private static int Status(RunFolder folder)
    {
        var all = folder.Pids.All;
        foreach (var (name, process) in all.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var port = folder.Ports.Find(name);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-16} {(process.IsAlive ? $"running, pid {process.Pid}" : "not running"),-20} 127.0.0.1:{port}"));
        }

        if (all.Count == 0)
        {
            Console.WriteLine("Nothing runs.");
        }

        return all.Count > 0 && all.Values.All(process => process.IsAlive) ? 0 : 3;
    }

    private static int PortOffset() => Environment.GetEnvironmentVariable("GOVERNANCE_PORT_OFFSET") switch
    {
        null or "" => 0,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) && offset <= 50_000 => offset,
        var text => throw new FormatException($"GOVERNANCE_PORT_OFFSET must be a number from 0 to 50000, not {text}"),
    };
}
