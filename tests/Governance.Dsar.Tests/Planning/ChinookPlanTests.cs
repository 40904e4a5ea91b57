using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Planning;

namespace Governance.Dsar.Tests.Planning;

public sealed class ChinookPlanTests
{
    [Fact]
    public void Access_by_customer_number_reaches_customer_invoice_and_line_only()
    {
        var plan = Plan(ChinookMap.Build(), RequestType.Access, "customer-number", subjectKind: "customer");
        Assert.Equal(["customer", "invoice", "invoice_line"], plan.Steps.Select(s => s.Table.Table));
        Assert.All(plan.Steps, s => Assert.Equal(StepAction.Export, s.Action));
        Assert.Equal(PlanPurpose.Export, plan.Purpose);
        Assert.Equal([StepRole.Subject, StepRole.Child, StepRole.Child], plan.Steps.Select(s => s.Role));
        Assert.Equal([new StepJoin(2, ["invoice_id"], ["invoice_id"], "invoice_line_invoice_id_fkey")], plan.Steps[2].Via, JoinComparer.Instance);
        Assert.Equal([[3], [2], [1]], plan.ExecutionOrder);
    }

    [Fact]
    public void An_employee_with_the_same_email_is_a_separate_subject_step()
    {
        var plan = Plan(ChinookMap.Build(), RequestType.Access, "email");
        Assert.Equal(["customer", "employee"], plan.Steps.Where(s => s.Role == StepRole.Subject).Select(s => s.Table.Table).Order());
        Assert.DoesNotContain(plan.Steps, s => s.Table.Table == "track");
        Assert.All(plan.Steps.Where(s => s.Role == StepRole.Subject), s => Assert.Empty(s.Via));
    }

    [Fact]
    public void Email_is_matched_without_regard_to_case_and_numbers_are_handed_on()
    {
        var customer = Plan(ChinookMap.Build(), RequestType.Access, "email").Steps.Single(s => s.Table.Table == "customer");
        Assert.Contains(new IdentifierMatch("email", "email", true), customer.Match);
        Assert.Contains(new IdentifierMatch("customer_id", "customer-number", false), customer.Match);
        Assert.Equal("customer-number", customer.Columns.Single(c => c.Name == "customer_id").IdentifierKind);
    }

    [Fact]
    public void Erasure_deletes_everything_when_nothing_has_to_stay()
    {
        var plan = Plan(ChinookMap.Build(), RequestType.Erasure, "customer-number", "customer");
        Assert.All(plan.Steps, s => Assert.Equal(StepAction.Delete, s.Action));
        Assert.Empty(plan.Detachments);
    }

    [Fact]
    public void A_retained_invoice_keeps_its_customer_who_is_masked_instead()
    {
        var result = Result([ChinookMap.Build(ErasureAction.Delete, ErasureAction.Retain, ErasureAction.None)], RequestType.Erasure, ["customer-number"], "customer");
        var plan = result.Stores.Single();
        Assert.Equal([StepAction.Mask, StepAction.Retain, StepAction.Mask], plan.Steps.Select(s => s.Action));
        Assert.Equal(["name", "email"], plan.Steps[0].Masks.Select(m => m.ColumnName));
        Assert.Empty(plan.Steps[2].Masks);
        Assert.Equal(ChinookMap.TenYears, plan.Steps[1].Retention);

        var customer = result.Summary.Kept.Single(k => k.Table.Table == "customer");
        Assert.Equal("referenced-by-kept-rows", customer.Reason);
        Assert.Equal(["invoice_customer_id_fkey"], customer.References);
        var invoice = result.Summary.Kept.Single(k => k.Table.Table == "invoice");
        Assert.Equal(("retention", "GDPR Art. 17(3)(b); § 147 AO"), (invoice.Reason, invoice.Retention!.Article));
    }

    [Fact]
    public void Lines_without_personal_data_go_with_their_invoice()
    {
        var plan = Plan(ChinookMap.Build(line: ErasureAction.None), RequestType.Erasure, "customer-number", "customer");
        Assert.All(plan.Steps, s => Assert.Equal(StepAction.Delete, s.Action));
    }

    [Fact]
    public void An_employee_is_detached_from_customers_and_subordinates()
    {
        var plan = Plan(ChinookMap.Build(), RequestType.Erasure, "employee-number", "employee");
        Assert.Equal(["employee"], plan.Steps.Select(s => s.Table.Table));
        Assert.Equal(StepAction.Delete, plan.Steps[0].Action);
        Assert.Equal(["customer", "employee"], plan.Detachments.Select(d => d.Table.Table));
    }

    [Fact]
    public void A_kind_that_no_table_knows_gives_no_plan()
    {
        var result = Result([ChinookMap.Build()], RequestType.Access, ["passport"]);
        Assert.Empty(result.Stores);
        Assert.Equal([MapBuilder.Store(1)], result.Summary.StoresWithoutSubject);
    }

    [Theory]
    [InlineData(RequestType.Objection)]
    [InlineData(RequestType.Rectification)]
    public void Types_that_no_store_carries_out_are_refused(RequestType type)
    {
        Assert.False(Planner.CanPlan(type));
        Assert.Throws<ArgumentOutOfRangeException>(() => Result([ChinookMap.Build()], type, ["email"]));
    }

    internal static PlannerResult Result(IReadOnlyList<DataMap> maps, RequestType type, string[] kinds, string? subjectKind = null) =>
        Planner.Plan(maps, kinds, type, Guid.Empty, Guid.Empty, subjectKind);

    internal static StorePlan Plan(DataMap map, RequestType type, string kind, string? subjectKind = null) =>
        Result([map], type, [kind], subjectKind).Stores.Single();

    private sealed class JoinComparer : IEqualityComparer<StepJoin>
    {
        public static readonly JoinComparer Instance = new();

        public bool Equals(StepJoin? x, StepJoin? y) =>
            x!.Step == y!.Step && x.Here.SequenceEqual(y.Here) && x.There.SequenceEqual(y.There) && x.ReferenceName == y.ReferenceName;

        public int GetHashCode(StepJoin obj) => obj.Step;
    }
}
