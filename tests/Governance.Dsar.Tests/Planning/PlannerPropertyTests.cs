using System.Text.Json;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Planning;
using static Governance.Dsar.Tests.Planning.ChinookPlanTests;

namespace Governance.Dsar.Tests.Planning;

public sealed class PlannerPropertyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Plans_of_random_maps_keep_the_invariants(int seed)
    {
        var map = Random(seed, tables: 25, references: 45);
        foreach (var type in new[] { RequestType.Access, RequestType.Erasure })
        {
            var plan = Plan(map, type, "number");
            var tables = map.Tables.ToDictionary(t => t.FullName);
            Assert.Equal(plan.Steps.Count, plan.Steps.Select(s => s.Table).Distinct().Count());
            Assert.Equal(Enumerable.Range(1, plan.Steps.Count), plan.Steps.Select(s => s.Number));
            Assert.Equal(Enumerable.Range(1, plan.Steps.Count), plan.ExecutionOrder.SelectMany(g => g).Order());
            Assert.All(plan.Steps, s => Assert.Equal(s.Role == StepRole.Subject, tables[s.Table].SubjectKind is not null));
            Assert.All(plan.Steps, s => Assert.Equal(s.Role == StepRole.Subject, s.Via.Count == 0));
            Assert.All(plan.Steps, s => Assert.False(tables[s.Table].Reference));
            OrderRespectsReferences(map, plan);
            if (type == RequestType.Erasure)
                NothingIsDeletedThatAStayingRowMustPointAt(map, plan);
            Assert.Equal(JsonSerializer.Serialize(plan), JsonSerializer.Serialize(Plan(map, type, "number")));
        }
    }

    [Fact]
    public void Two_thousand_tables_and_five_thousand_references_make_a_whole_plan()
    {
        // How long it takes and how it grows is the benchmark's to measure.
        var map = Random(7, 2_000, 5_000);
        var plan = Plan(map, RequestType.Erasure, "number");
        Assert.Equal(Enumerable.Range(1, plan.Steps.Count), plan.ExecutionOrder.SelectMany(g => g).Order());
        OrderRespectsReferences(map, plan);
    }

    [Fact]
    public void A_chain_of_twenty_thousand_tables_does_not_exhaust_the_stack()
    {
        var builder = new MapBuilder().Table("t0", "id:number", subject: "customer");
        var tables = Enumerable.Range(0, 20_000).Select(i => new MapBuilder().Table($"t{i}", "id:number p", subject: i == 0 ? "customer" : null).Build().Tables[0]).ToList();
        var references = Enumerable.Range(1, 19_999)
            .Select(i => new MappedReference($"r{i}", tables[i].FullName, ["p"], tables[i - 1].FullName, ["id"], "no-action", false, false, true, true, false, DecisionState.Confirmed))
            .ToList();
        var plan = Plan(builder.Build() with { Tables = tables, References = references }, RequestType.Erasure, "number");
        Assert.Equal(20_000, plan.Steps.Count);
    }

    private static void OrderRespectsReferences(DataMap map, StorePlan plan)
    {
        var group = plan.ExecutionOrder.SelectMany((g, i) => g.Select(step => (step, i))).ToDictionary(p => p.step, p => p.i);
        var number = plan.Steps.ToDictionary(s => s.Table, s => s.Number);
        foreach (var reference in map.References)
        {
            if (number.TryGetValue(reference.From, out var child) && number.TryGetValue(reference.To, out var parent))
                Assert.True(group[child] <= group[parent], $"{reference.Name} is written in the wrong order.");
        }
    }

    private static void NothingIsDeletedThatAStayingRowMustPointAt(DataMap map, StorePlan plan)
    {
        var steps = plan.Steps.ToDictionary(s => s.Table);
        foreach (var reference in map.References.Where(r => !r.Nullable))
        {
            if (!steps.TryGetValue(reference.To, out var parent) || parent.Action != StepAction.Delete)
                continue;
            var child = steps.GetValueOrDefault(reference.From);
            Assert.True(child is null ? parent.Role == StepRole.Parent : child.Action == StepAction.Delete, $"{reference.Name} would be broken.");
            Assert.True(reference.From != reference.To || reference.FollowToChildren || parent.Role == StepRole.Parent, $"{reference.Name} of other rows would be broken.");
        }
    }

    private static DataMap Random(int seed, int tables, int references)
    {
        var random = new Random(seed);
        var actions = new[] { ErasureAction.Delete, ErasureAction.Delete, ErasureAction.Delete, ErasureAction.Mask, ErasureAction.Retain, ErasureAction.None };
        var builder = new MapBuilder().Table("t0", "id:number p", subject: "customer");
        for (var i = 1; i < tables; i++)
            builder.Table($"t{i}", "id p name", actions[random.Next(actions.Length)], subject: random.Next(12) == 0 ? "patient" : null, reference: random.Next(15) == 0);
        for (var i = 0; i < references; i++)
        {
            var (from, to) = (i < tables - 1 ? i + 1 : random.Next(tables), i < tables - 1 ? random.Next(i + 1) : random.Next(tables));
            builder.Reference($"t{from}", "p", $"t{to}", nullable: random.Next(2) == 0, children: random.Next(5) > 0, parent: random.Next(6) == 0);
        }

        return builder.Build();
    }
}
