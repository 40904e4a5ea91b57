using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Planning;
using static Governance.Dsar.Tests.Planning.ChinookPlanTests;

namespace Governance.Dsar.Tests.Planning;

public sealed class PlannerRuleTests
{
    [Fact]
    public void A_second_store_is_reached_by_the_number_that_the_first_resolves()
    {
        var shop = new MapBuilder(1).Table("customer", "id:customer-number email:email", subject: "customer").Build();
        var loyalty = new MapBuilder(2).Table("member", "number:customer-number points", subject: "customer").Build();
        var catalogue = new MapBuilder(3).Table("supplier", "id:supplier-number", subject: "supplier_vendor").Build();
        var result = Result([loyalty, shop, catalogue], RequestType.Access, ["email"]);
        Assert.Equal([MapBuilder.Store(1), MapBuilder.Store(2)], result.Stores.Select(s => s.DataStoreId));
        Assert.Equal([MapBuilder.Store(3)], result.Summary.StoresWithoutSubject);
        Assert.Equal(["customer-number", "email"], result.Summary.IdentifierKinds);
    }

    [Fact]
    public void A_phone_found_in_a_row_does_not_lead_to_the_household()
    {
        var shop = new MapBuilder(1).Table("customer", "id:customer-number email:email phone:phone", subject: "customer").Build();
        var calls = new MapBuilder(2).Table("caller", "id phone:phone", subject: "customer").Build();
        var result = Result([shop, calls], RequestType.Access, ["email"]);
        Assert.Equal([MapBuilder.Store(1)], result.Stores.Select(s => s.DataStoreId));
        Assert.DoesNotContain(result.Stores[0].Steps[0].Match, m => m.IdentifierKind == "phone");
    }

    [Fact]
    public void A_shared_address_is_a_parent_guarded_by_every_reference_to_it()
    {
        var map = new MapBuilder()
            .Table("address", "id address")
            .Table("customer", "id:customer-number address_id", subject: "customer")
            .Table("supplier", "id:supplier-number address_id", subject: "supplier_vendor")
            .Reference("customer", "address_id", "address", children: false, parent: true)
            .Reference("supplier", "address_id", "address", children: false, parent: true)
            .Build();
        var plan = Plan(map, RequestType.Erasure, "customer-number");
        var address = plan.Steps.Single(s => s.Table.Table == "address");
        Assert.Equal((StepRole.Parent, StepAction.Delete), (address.Role, address.Action));
        Assert.Equal([("customer", (int?)1), ("supplier", null)], address.SharedBy.Select(r => (r.Other.Table, r.Step)));
        Assert.Equal([[1], [2]], plan.ExecutionOrder);
    }

    [Fact]
    public void A_reply_of_somebody_else_is_kept_out_by_its_owner()
    {
        var map = new MapBuilder()
            .Table("customer", "id:customer-number", subject: "customer")
            .Table("comment", "id customer_id parent_id note")
            .Reference("comment", "customer_id", "customer")
            .Reference("comment", "parent_id", "comment", nullable: true)
            .Build();
        var plan = Plan(map, RequestType.Erasure, "customer-number");
        var comment = plan.Steps[1];
        Assert.Equal([1, 2], comment.Via.Select(v => v.Step));
        Assert.Equal(["customer"], comment.Owners.Select(o => o.Other.Table));
        Assert.Equal(["comment"], plan.Detachments.Select(d => d.Table.Table));
        Assert.Equal([[2], [1]], plan.ExecutionOrder);
    }

    [Fact]
    public void Tables_that_point_at_each_other_go_together()
    {
        var map = new MapBuilder()
            .Table("customer", "id:customer-number", subject: "customer")
            .Table("cart", "id customer_id last_item_id")
            .Table("item", "id cart_id")
            .Reference("cart", "customer_id", "customer")
            .Reference("item", "cart_id", "cart")
            .Reference("cart", "last_item_id", "item", nullable: true)
            .Build();
        var plan = Plan(map, RequestType.Erasure, "customer-number");
        Assert.Equal([2, 1], plan.ExecutionOrder.Select(g => g.Count));
        Assert.Equal(3, plan.Steps.Select(s => s.Table).Distinct().Count());
    }

    [Fact]
    public void A_cycle_of_mandatory_references_goes_in_one()
    {
        var map = new MapBuilder()
            .Table("customer", "id:customer-number", subject: "customer")
            .Table("cart", "id customer_id last_item_id")
            .Table("item", "id cart_id")
            .Reference("cart", "customer_id", "customer")
            .Reference("item", "cart_id", "cart")
            .Reference("cart", "last_item_id", "item", children: false)
            .Build();
        var plan = Plan(map, RequestType.Erasure, "customer-number");
        Assert.All(plan.Steps, s => Assert.Equal(StepAction.Delete, s.Action));
        Assert.Equal([2, 1], plan.ExecutionOrder.Select(g => g.Count));
    }

    [Fact]
    public void A_manager_whom_others_must_point_at_is_masked()
    {
        var map = new MapBuilder()
            .Table("employee", "id:employee-number name manager_id", subject: "employee")
            .Reference("employee", "manager_id", "employee")
            .Build();
        Assert.Equal(StepAction.Mask, Plan(map, RequestType.Erasure, "employee-number").Steps[0].Action);
    }

    [Fact]
    public void Orders_that_an_employee_handled_are_not_the_employees()
    {
        var map = new MapBuilder()
            .Table("customer", "id:customer-number", subject: "customer")
            .Table("employee", "id:employee-number", subject: "employee")
            .Table("order", "id customer_id handled_by")
            .Table("order_line", "id order_id picked_by")
            .Table("salary", "id employee_id")
            .Reference("order", "customer_id", "customer")
            .Reference("order", "handled_by", "employee", nullable: true)
            .Reference("order_line", "order_id", "order")
            .Reference("order_line", "picked_by", "employee")
            .Reference("salary", "employee_id", "employee")
            .Build();
        var result = Result([map], RequestType.Erasure, ["employee-number"]);
        var plan = result.Stores.Single();
        Assert.Equal(["employee", "salary"], plan.Steps.Select(s => s.Table.Table));
        Assert.Equal(["order", "order_line"], result.Summary.Notes.Where(n => n.Code == "handled-not-owned").Select(n => n.Table.Table));

        // A line must name who picked it, so the employee's row stays, masked.
        Assert.Equal(StepAction.Mask, plan.Steps[0].Action);
        Assert.Equal("referenced-by-other-rows", result.Summary.Kept.Single().Reason);
    }

    [Fact]
    public void On_delete_cascade_into_a_retained_table_does_not_delete_it()
    {
        var map = new MapBuilder()
            .Table("customer", "id:customer-number name", subject: "customer")
            .Table("invoice", "id customer_id", ErasureAction.Retain, retention: ChinookMap.TenYears)
            .Reference("invoice", "customer_id", "customer", onDelete: "cascade")
            .Build();
        Assert.Equal(StepAction.Mask, Plan(map, RequestType.Erasure, "customer-number").Steps[0].Action);
    }

    [Fact]
    public void A_kept_row_that_may_point_at_nothing_is_detached()
    {
        var map = new MapBuilder()
            .Table("customer", "id:customer-number name", subject: "customer")
            .Table("invoice", "id customer_id", ErasureAction.Retain, retention: ChinookMap.TenYears)
            .Reference("invoice", "customer_id", "customer", nullable: true, onDelete: "cascade")
            .Build();
        var plan = Plan(map, RequestType.Erasure, "customer-number");
        Assert.Equal(StepAction.Delete, plan.Steps[0].Action);
        Assert.Equal(["invoice"], plan.Detachments.Select(d => d.Table.Table));
    }

    [Fact]
    public void Keeping_a_row_keeps_the_whole_chain_that_it_must_point_at()
    {
        var map = new MapBuilder()
            .Table("customer", "id:customer-number name", subject: "customer")
            .Table("account", "id customer_id name")
            .Table("booking", "id account_id", ErasureAction.Retain, retention: ChinookMap.TenYears)
            .Table("address", "id address")
            .Reference("account", "customer_id", "customer")
            .Reference("booking", "account_id", "account")
            .Reference("customer", "address_id", "address", children: false, parent: true)
            .Build();
        var plan = Plan(map, RequestType.Erasure, "customer-number");
        Assert.All(plan.Steps, s => Assert.NotEqual(StepAction.Delete, s.Action));
    }

    [Fact]
    public void Steps_join_earlier_steps_even_when_a_table_is_reached_two_ways()
    {
        var map = new MapBuilder()
            .Table("line", "id customer_id order_id")
            .Table("order", "id customer_id")
            .Table("customer", "id:customer-number", subject: "customer")
            .Reference("line", "customer_id", "customer")
            .Reference("line", "order_id", "order")
            .Reference("order", "customer_id", "customer")
            .Build();
        var plan = Plan(map, RequestType.Access, "customer-number");
        Assert.Equal(["customer", "order", "line"], plan.Steps.Select(s => s.Table.Table));
    }

    [Fact]
    public void A_table_without_primary_key_uses_a_unique_key_or_none_and_says_so()
    {
        var map = new MapBuilder()
            .Table("customer", "id:customer-number", subject: "customer")
            .Table("log", "at customer_id")
            .Table("tag", "name customer_id")
            .Reference("log", "customer_id", "customer")
            .Reference("tag", "customer_id", "customer")
            .Change("log", t => t with { PrimaryKey = [] })
            .Change("tag", t => t with { PrimaryKey = [], UniqueKeys = [["customer_id", "name"]] })
            .Build();
        var result = Result([map], RequestType.Access, ["customer-number"]);
        var steps = result.Stores.Single().Steps.ToDictionary(s => s.Table.Table);
        Assert.Empty(steps["log"].KeyColumns);
        Assert.Equal(["customer_id", "name"], steps["tag"].KeyColumns);
        Assert.Equal(["log"], result.Summary.Notes.Where(n => n.Code == "no-key").Select(n => n.Table.Table));
    }

    [Fact]
    public void Views_and_reference_data_are_left_out()
    {
        var map = new MapBuilder()
            .Table("customer", "id:customer-number", subject: "customer")
            .Table("customer_view", "id customer_id", kind: "view")
            .Table("segment", "id customer_id", reference: true)
            .Reference("customer_view", "customer_id", "customer")
            .Reference("segment", "customer_id", "customer")
            .Build();
        Assert.Equal(["customer"], Plan(map, RequestType.Access, "customer-number").Steps.Select(s => s.Table.Table));
    }
}
