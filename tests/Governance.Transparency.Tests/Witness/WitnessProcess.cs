using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Governance.Notes;
using Governance.Testing;

namespace Governance.Transparency.Tests.Witness;

/// <summary>A witness with a folder and key of its own, as the process that operators run.</summary>
internal sealed class WitnessProcess : IDisposable
{
    private readonly byte[] _seed = RandomNumberGenerator.GetBytes(32);
    private readonly string _root = Path.Combine(Path.GetTempPath(), "governance-witness-" + Path.GetRandomFileName());
    private readonly int _port = FreePort();
    private readonly VerifierKey _log;
    private Process? _process;

    /// <param name="log">Key of the log that it watches; the key's name is the log's origin.</param>
    public WitnessProcess(VerifierKey log, string name = "witness.example/w1")
    {
        (_log, Key) = (log, new VerifierKey(name, SignatureType.Cosignature, Ed25519.PublicKey(_seed)));
        Directory.CreateDirectory(_root);
        File.WriteAllText(Path.Combine(_root, "key"), Convert.ToBase64String(_seed));
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}/") };
    }

    public HttpClient Http { get; }

    public VerifierKey Key { get; }

    public Process Process => _process!;

    public string Memory => Path.Combine(_root, "memory");

    public string Marker => Path.Combine(_root, "fault");

    /// <summary>The one file in which it remembers the log.</summary>
    public string MemoryFile => Directory.GetFiles(Memory, "*.checkpoint").Single();

    public async Task StartAsync(string faultPoint = "")
    {
        File.Delete(Marker);
        _process = Launch(faultPoint);
        await Eventually.TrueAsync(async () =>
        {
            Assert.False(_process.HasExited, "The witness ended while starting.");
            try
            {
                using var answer = await Http.GetAsync(new Uri("health/live", UriKind.Relative));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the witness answers");
    }

    public Process Launch(string faultPoint = "")
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Governance.Witness.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["ASPNETCORE_URLS"] = Http.BaseAddress!.AbsoluteUri;
        start.Environment["Witness__Name"] = Key.Name;
        start.Environment["Witness__Key"] = "file:" + Path.Combine(_root, "key");
        start.Environment["Witness__Folder"] = Memory;
        start.Environment["Witness__Logs__0__Origin"] = _log.Name;
        start.Environment["Witness__Logs__0__VerifierKeys__0"] = _log.ToString();
        start.Environment["FaultPoint__Name"] = faultPoint;
        start.Environment["FaultPoint__Marker"] = Marker;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public void Kill()
    {
        if (_process is null)
            return;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public async Task<(HttpStatusCode Status, string Body, string? Type)> AddAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await Http.PostAsync(new Uri("add-checkpoint", UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.ToString());
    }

    public void Dispose()
    {
        Kill();
        Http.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
