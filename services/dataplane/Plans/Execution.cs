using System.Text.Json;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors;
using Governance.Messaging;

namespace Governance.DataPlane.Plans;

/// <summary>Ledger of one store plan's execution: what is done, and which store transaction is on its way to being committed.</summary>
internal sealed class Execution
{
    private readonly List<ExecutionStep> _steps = [];

    public Guid Id { get; private init; }

    public Guid PlanId { get; private init; }

    public Guid DataStoreId { get; private init; }

    public DateTimeOffset StartedAt { get; private init; }

    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>Set from just before the store's commit until its outcome is recorded here.</summary>
    public string? TransactionId { get; private set; }

    public string? PreparedOutcome { get; private set; }

    public IReadOnlyList<ExecutionStep> Steps => _steps;

    public IReadOnlyList<StepCount> Done => [.. _steps.Where(s => s.DoneAt is not null).OrderBy(s => s.Number).Select(s => new StepCount(s.Number, s.Rows, s.SharedRows))];

    public PreparedErasure? Prepared => TransactionId is null
        ? null
        : new PreparedErasure(TransactionId, JsonSerializer.Deserialize<StoreOutcome>(PreparedOutcome!, MessageJson.Options)!);

    public static Execution Start(Guid id, Guid planId, Guid dataStoreId, DateTimeOffset now) =>
        new() { Id = id, PlanId = planId, DataStoreId = dataStoreId, StartedAt = now };

    public void Prepare(PreparedErasure prepared)
    {
        TransactionId = prepared.TransactionId;
        PreparedOutcome = JsonSerializer.Serialize(prepared.Outcome, MessageJson.Options);
    }

    /// <summary>Takes over an attempt's outcome. Rows deleted by several attempts add up; a copy or a mask repeated does not.</summary>
    public void Record(StoreOutcome outcome, StorePlan plan, DateTimeOffset now)
    {
        TransactionId = null;
        PreparedOutcome = null;
        foreach (var count in outcome.Done)
        {
            Step(count.Step).Done(count, plan.Steps.First(s => s.Number == count.Step).Action, now);
        }

        foreach (var gap in outcome.Gaps.Where(g => outcome.Done.All(d => d.Step != g.Step)))
        {
            Step(gap.Step).Missed(gap.Code);
        }

        CompletedAt = outcome.Gaps.Count == 0 ? now : null;
    }

    private ExecutionStep Step(int number)
    {
        if (_steps.Find(s => s.Number == number) is not { } step)
        {
            _steps.Add(step = new ExecutionStep { ExecutionId = Id, Number = number });
        }

        return step;
    }
}

internal sealed class ExecutionStep
{
    public Guid ExecutionId { get; init; }

    public int Number { get; init; }

    public long Rows { get; private set; }

    public long SharedRows { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Why the step could not be done, while it isn't.</summary>
    public string? GapCode { get; private set; }

    public void Done(StepCount count, StepAction action, DateTimeOffset now)
    {
        Rows = action switch
        {
            StepAction.Delete => Rows + count.Rows,
            StepAction.Export => count.Rows,
            _ => Math.Max(Rows, count.Rows),
        };
        SharedRows = count.SharedRows;
        DoneAt = now;
        GapCode = null;
    }

    public void Missed(string code) => GapCode = code;
}
