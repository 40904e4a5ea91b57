using Governance.ServiceDefaults.Health;

namespace Governance.Audit.Search;

/// <summary>Has full spans described behind the writer. A search does not depend on it: it looks through what is not described yet.</summary>
internal sealed partial class SpanWorker(SpanWriter spans, StartupTasks startup, TimeProvider clock, ILogger<SpanWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await spans.WriteAsync(stoppingToken))
                {
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotDescribed(exception.GetType().Name);
            }
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Spans of the log could not be described; searches by time take longer: {Error}")]
    private partial void LogNotDescribed(string error);
}
