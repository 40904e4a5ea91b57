using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Governance.Benchmarks.Consent;

/// <param name="Latencies">Milliseconds.</param>
internal sealed record LoadResult(double PerSecond, List<double> Latencies)
{
    public double P50 => Suite.Percentile(Latencies, 0.5);

    public double P99 => Suite.Percentile(Latencies, 0.99);

    public static LoadResult Of(List<LoadResult> turns) => new(turns.Average(t => t.PerSecond), [.. turns.SelectMany(t => t.Latencies)]);
}

/// <summary>Keep-alive connections over bare sockets, one request at a time on each: costs little beside what it measures, and the same for both sides.</summary>
internal static class HttpLoad
{
    public const int Connections = 32;
    private const int BufferSize = 256 * 1024;

    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n");

    public static byte[] Post(string path, object body, string? token = null)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body);
        var head = $"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. json];
    }

    /// <param name="request">The request with this number; numbers count up over all connections.</param>
    /// <param name="perSecond">0 for as many as it takes; else so many, spread evenly, and a request that starts late because the one before it was slow counts from when it was due.</param>
    public static async Task<LoadResult> RunAsync(Uri server, Func<long, byte[]> request, TimeSpan duration, double perSecond = 0, int connections = Connections)
    {
        long next = -1;
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(async () =>
        {
            var latencies = new List<double>();
            var interval = perSecond == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(connections / perSecond);
            var due = interval * number / connections;
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
            var buffer = new byte[BufferSize];
            while (clock.Elapsed < duration && due < duration)
            {
                var begin = due;
                if (interval == TimeSpan.Zero || due - clock.Elapsed is { Ticks: > 0 })
                {
                    if (interval > TimeSpan.Zero)
                        await Task.Delay(due - clock.Elapsed is { Ticks: > 0 } early ? early : TimeSpan.Zero);
                    begin = clock.Elapsed;
                }
                await ExchangeAsync(socket, request(Interlocked.Increment(ref next)), buffer);
                latencies.Add((clock.Elapsed - begin).TotalMilliseconds);
                due += interval;
            }
            return latencies;
        })));
        var elapsed = clock.Elapsed.TotalSeconds;
        List<double> latencies = [.. all.SelectMany(l => l)];
        return new(latencies.Count / elapsed, latencies);
    }

    private static async Task ExchangeAsync(Socket socket, byte[] request, byte[] buffer)
    {
        await socket.SendAsync(request);
        var read = 0;
        do
        {
            if (await socket.ReceiveAsync(buffer.AsMemory(read)) is var more and > 0)
                read += more;
            else
                throw new InvalidOperationException("The server closed the connection.");
        }
        while (!IsComplete(buffer.AsSpan(0, read)));
        if (!buffer.AsSpan(0, read).StartsWith("HTTP/1.1 20"u8))
            throw new InvalidOperationException($"The server answered: {Encoding.UTF8.GetString(buffer, 0, Math.Min(read, 600))}");
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = answer[(length + "Content-Length: ".Length)..head];
        if (digits.IndexOf((byte)'\r') is var end and >= 0)
            digits = digits[..end];
        return answer.Length >= head + 4 + int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }
}
