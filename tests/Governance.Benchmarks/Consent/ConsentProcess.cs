using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Governance.Testing;

namespace Governance.Benchmarks.Consent;

/// <summary>A consent service of its own process.</summary>
internal sealed class ConsentProcess : IDisposable
{
    private readonly Process _process;
    private bool _disposed;

    private ConsentProcess(Process process, Uri address, string token)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromHours(2) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public double PeakMegabytes =>
        double.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    public static async Task<ConsentProcess> StartAsync(IReadOnlyDictionary<string, string> settings, int port, string token)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Governance.Consent.Data.ConsentDbContext).Assembly.Location]) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var started = new ConsentProcess(process, new Uri($"http://127.0.0.1:{port}"), token);
        try
        {
            await Eventually.TrueAsync(started.AnswersAsync, "the consent service answers", TimeSpan.FromMinutes(2));
            return started;
        }
        catch (TimeoutException)
        {
            started.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await Client.GetAsync("/v1/purposes?limit=1");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
