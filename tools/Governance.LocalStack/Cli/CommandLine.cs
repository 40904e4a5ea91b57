using System.Globalization;
using Governance.LocalStack.Servers;

namespace Governance.LocalStack.Cli;

internal static class CommandLine
{
    private const string Usage = """
        Usage: Governance.LocalStack <command> --folder FOLDER [options]

          infra up     start a PostgreSQL and a RabbitMQ; print their addresses as shell exports
                       [--pg-port N] [--amqp-port N]  (default: free ports)
          infra down   stop them
          up           start the whole stack and leave it running
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
                await StopAsync(folder, ct);
                return 0;
            case "stop":
                await StopAsync(folder, ct);
                return 0;
            case "reset":
                foreach (var each in folder.Nested().Append(folder))
                {
                    await StopAsync(each, ct);
                    each.Delete();
                }

                return 0;
            default:
                throw new FormatException($"Unknown command: {arguments.Command}");
        }
    }

    private static async Task StopAsync(RunFolder folder, CancellationToken ct)
    {
        await new RabbitMqServer(folder).StopAsync(ct);
        await new PostgresServer(folder).StopAsync(ct);
    }

    private static async Task InfraUpAsync(RunFolder folder, Arguments arguments, CancellationToken ct)
    {
        var postgres = new PostgresServer(folder, arguments.Port("pg-port"));
        var rabbitMq = new RabbitMqServer(folder, arguments.Port("amqp-port"));
        await Task.WhenAll(postgres.StartAsync(ct), rabbitMq.StartAsync(ct));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"export GOVERNANCE_TEST_POSTGRES='{postgres.AdminConnectionString}'"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"export GOVERNANCE_TEST_RABBITMQ='{rabbitMq.Uri}'"));
    }
}
