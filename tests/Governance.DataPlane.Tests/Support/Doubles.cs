using System.Text;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors;

namespace Governance.DataPlane.Tests.Support;

/// <summary>Keeps exported parts in memory, by step.</summary>
internal sealed class MemorySink : IPartSink
{
    public Dictionary<int, string[]> Rows { get; } = [];

    public async Task PutAsync(PlanStep step, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        using var stream = new MemoryStream();
        await write(stream, ct);
        Rows[step.Number] = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>A ledger in memory that can fail at a boundary, as if the process had died there.</summary>
internal sealed class MemoryLedger(string? dieAt = null) : IErasureLedger
{
    public Guid ExecutionId { get; init; } = Guid.CreateVersion7();

    public PreparedErasure? Prepared { get; set; }

    public List<string> Boundaries { get; } = [];

    public Func<string, Task>? Meanwhile { get; init; }

    public Task<PreparedErasure?> FindPreparedAsync(CancellationToken ct) => Task.FromResult(Prepared);

    public Task SavePreparedAsync(PreparedErasure prepared, CancellationToken ct)
    {
        Prepared = prepared;
        return Task.CompletedTask;
    }

    public void Reached(string boundary)
    {
        Boundaries.Add(boundary);
        Meanwhile?.Invoke(boundary).GetAwaiter().GetResult();
        if (boundary == dieAt)
        {
            throw new DiedException(boundary);
        }
    }
}

internal sealed class DiedException(string boundary) : Exception($"The process died at {boundary}.");
