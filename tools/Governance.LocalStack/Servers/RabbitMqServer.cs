using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Governance.LocalStack.Processes;

namespace Governance.LocalStack.Servers;

/// <summary>A RabbitMQ of our own on 127.0.0.1 with its own node name, cookie and port mapper, all under one folder.</summary>
public sealed class RabbitMqServer(RunFolder folder, int? wantedPort = null)
{
    internal const string Name = "rabbitmq";
    internal const string PortMapper = "rabbitmq-epmd";
    private const string Management = "rabbitmq-management";
    private const string User = "governance";
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    public RabbitMqServer(string folder, int? wantedPort = null)
        : this(new RunFolder(folder), wantedPort)
    {
    }

    public int Port => folder.Ports.Find(Name) ?? throw new InvalidOperationException("RabbitMQ was never started in this folder");

    public bool IsRunning => Process is not null;

    public ProcessRef? Process => folder.Pids.Running(Name);

    /// <summary>amqp://user:password@127.0.0.1:port/ (the default virtual host).</summary>
    public string Uri => $"amqp://{User}:{Password}@127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/";

    /// <summary>Base address of the management API, for the same user.</summary>
    public string ManagementUri => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{folder.Ports.Find(Management)}");

    private string Password => folder.Secrets.Password("rabbitmq-password");

    /// <summary>Starts the broker and waits until it takes connections. Does nothing when it runs already.</summary>
    public async Task StartAsync(CancellationToken ct = default)
    {
        folder.Create();
        if (!IsRunning)
        {
            await StartProcessesAsync(ct);
        }

        await WaitUntilReadyAsync(ct);
    }

    public async Task StopAsync(CancellationToken ct = default)
    {
        if (Process is { } broker)
        {
            await broker.StopAsync(Native.Terminate, TimeSpan.FromSeconds(60), ct);
        }

        if (folder.Pids.Running(PortMapper) is { } mapper)
        {
            await mapper.StopAsync(Native.Terminate, TimeSpan.FromSeconds(5), ct);
        }

        folder.Pids.Forget(Name);
        folder.Pids.Forget(PortMapper);
    }

    public async Task RestartAsync(CancellationToken ct = default)
    {
        await StopAsync(ct);
        await StartAsync(ct);
    }

    private async Task StartProcessesAsync(CancellationToken ct)
    {
        var server = Path.Combine(Programs, "rabbitmq-server");
        if (!File.Exists(server))
        {
            throw new StackException($"RabbitMQ is not installed (looked for {server}).", "sudo apt-get install rabbitmq-server");
        }

        var user = await SystemUser.ForAsync(Name, ct);
        var home = await folder.DataFolderAsync(Name, user, ct);
        var port = folder.Ports.Settle(Name, wantedPort);
        if (!PortBook.IsFree(port))
        {
            throw new StackException($"RabbitMQ cannot start: port {port} is taken by another process.", "Stop that process, or choose other ports: GOVERNANCE_PORT_OFFSET=100");
        }

        var environment = await ConfigureAsync(home, port, user, ct);

        // Started by us and not by the broker, so that we know its pid: a port mapper of Erlang outlives every node otherwise.
        if (folder.Pids.Running(PortMapper) is null)
        {
            folder.Pids.Record(PortMapper, Launcher.Start(new Launch(
                "epmd", ["-address", "127.0.0.1", "-port", environment["ERL_EPMD_PORT"]], folder.Log(PortMapper), home, environment, user)));
        }

        folder.Pids.Record(Name, Launcher.Start(new Launch(server, [], folder.Log(Name), home, environment, user)));
    }

    private async Task<Dictionary<string, string>> ConfigureAsync(string home, int port, string? user, CancellationToken ct)
    {
        await WriteAsync(home, ".erlang.cookie", folder.Secrets.Password("rabbitmq-cookie"), user, ct);
        await WriteAsync(home, "enabled_plugins", "[rabbitmq_management].\n", user, ct);

        // The user named here is the only one made on the first start, so there is never a "guest".
        await WriteAsync(home, "rabbitmq.conf", $"""
            listeners.tcp.local = 127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}
            default_user = {User}
            default_pass = {Password}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {folder.Ports.Settle(Management, null).ToString(CultureInfo.InvariantCulture)}
            management_agent.disable_metrics_collector = true
            log.file.level = info
            disk_free_limit.absolute = 200MB
            raft.wal_max_size_bytes = 64000000

            """, user, ct);
        var ports = folder.Ports;
        return new Dictionary<string, string>
        {
            ["HOME"] = home,
            ["RABBITMQ_NODENAME"] = $"{NodeName(home)}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_DIST_PORT"] = ports.Settle("rabbitmq-distribution", null).ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(home, "rabbitmq.conf"),
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(home, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(home, "log"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(home, "enabled_plugins"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = (folder.Pids.Running(PortMapper) is null ? ports.Settle(PortMapper, null) : ports.Find(PortMapper)!.Value).ToString(CultureInfo.InvariantCulture),
            // Lets the start script become the broker instead of staying as its parent.
            ["detached"] = "true",
        };
    }

    /// <summary>The data belongs to a node name, so the name made first is kept.</summary>
    private static string NodeName(string home)
    {
        var data = Path.Combine(home, "data");
        var known = Directory.Exists(data)
            ? Directory.GetDirectories(data, "governance-*@localhost").Select(Path.GetFileName).FirstOrDefault()
            : null;
        return known is null ? "governance-" + RandomNumberGenerator.GetHexString(8, lowercase: true) : known[..known.IndexOf('@', StringComparison.Ordinal)];
    }

    private static async Task WriteAsync(string home, string name, string content, string? user, CancellationToken ct)
    {
        var path = Path.Combine(home, name);
        File.Delete(path);
        SecretStore.Write(path, content);
        if (user is not null)
        {
            await Launcher.RunAsync("chown", [user, path], ct: ct);
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        for (var watch = Stopwatch.StartNew(); !await AnswersAsync(ct); await Task.Delay(100, ct))
        {
            if (!IsRunning)
            {
                throw new StackException("RabbitMQ ended while starting.", "Read the log above; ./run --reset starts from nothing.", folder.Log(Name));
            }

            if (watch.Elapsed > StartLimit)
            {
                throw new StackException($"RabbitMQ did not answer within {StartLimit.TotalSeconds:0} s.", "Read the log above; ./run --reset starts from nothing.", folder.Log(Name));
            }
        }
    }

    /// <summary>Sends the AMQP 0-9-1 protocol header; a ready broker answers with a method frame (type 1).</summary>
    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), limit.Token);
            var answer = new byte[1];
            return await stream.ReadAsync(answer, limit.Token) == 1 && answer[0] == 1;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
