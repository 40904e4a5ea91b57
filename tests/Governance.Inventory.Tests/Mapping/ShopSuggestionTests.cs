using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Tests.Mapping;

public sealed class ShopSuggestionTests
{
    private readonly DataMap _map = Maps.Suggest(ShopScan.Build());

    [Fact]
    public void A_login_is_part_of_its_customer_and_a_signup_without_reference_is_a_person_of_its_own()
    {
        Assert.Equal(["customer:customer", "employee:employee", "newsletter_signup:prospect"], _map.Subjects());
        Assert.Equal(["customer_number:customer-number", "email:email"], _map.Identifiers("customer"));
        Assert.Equal(["email:email"], _map.Identifiers("newsletter_signup"));
        Assert.True(_map.Reference("user", "customerId").FollowToChildren);
    }

    [Fact]
    public void Nothing_leads_from_a_person_into_another_persons_record()
    {
        foreach (var (from, columns) in new[] { ("customer", "support_agent_id"), ("customer", "referred_by_id"), ("employee", "manager_id"), ("ticket", "agent_id"), ("ticket_message", "author_employee_id") })
        {
            var reference = _map.Reference(from, columns);
            Assert.False(reference.FollowToChildren || reference.FollowToParent, reference.Name);
        }
    }

    [Fact]
    public void A_department_or_a_product_is_not_a_child_of_who_leads_or_made_it()
    {
        Assert.False(_map.Reference("department", "lead_employee_id").FollowToChildren);
        Assert.False(_map.Reference("product", "created_by_id").FollowToChildren);
        Assert.True(_map.Table("department").Reference);
        Assert.True(_map.Table("product").Reference);
        Assert.Equal(ErasureAction.Mask, _map.Table("employee").Action);
    }

    [Fact]
    public void An_address_is_followed_as_a_parent_and_its_country_and_pickup_point_are_not()
    {
        Assert.Equal(["Order.shipping_address_id", "customer.home_address_id", "customer_address.address_id"], _map.FollowedUp());
        Assert.False(_map.Reference("pickup_point", "address_id").FollowToChildren);
        Assert.Equal(ErasureAction.Delete, _map.Table("address").Action);
        Assert.True(_map.Table("country").Reference);
    }

    [Fact]
    public void A_default_payment_method_is_reached_as_a_child_and_deleted()
    {
        Assert.True(_map.Reference("payment_method", "customer_id").FollowToChildren);
        Assert.False(_map.Reference("customer", "default_payment_method_id").FollowToParent);
        Assert.Equal(ErasureAction.Delete, _map.Table("payment_method").Action);
    }

    [Fact]
    public void Rows_of_two_people_and_rows_others_hang_on_stay_masked()
    {
        Assert.Equal(["customer", "employee", "gift_card", "message", "product_review"], _map.With(ErasureAction.Mask));
        Assert.Equal(ErasureAction.Delete, _map.Table("review_comment").Action);
        Assert.Equal(new Masking(MaskingMethod.Constant, "erased"), _map.Column("message", "body").Masking);
    }

    [Fact]
    public void Invoices_stay_with_amounts_and_keys_and_lose_what_names_the_person()
    {
        Assert.Equal(["invoice", "invoice_line"], _map.With(ErasureAction.Retain));
        Assert.Equal(new Masking(MaskingMethod.Constant, "erased@erased.invalid"), _map.Column("invoice", "billing_email").Masking);
        Assert.Equal(new Masking(MaskingMethod.Constant, "eras"), _map.Column("invoice", "billing_postal_code").Masking);
        Assert.Null(_map.Column("invoice", "net").Masking);
        Assert.Null(_map.Column("invoice", "billing_country").Masking);
    }

    [Fact]
    public void Maskings_fit_the_column()
    {
        Assert.Null(_map.Column("customer", "full_name").Masking);
        Assert.Equal(MaskingMethod.Pseudonym, _map.Column("customer", "customer_number").Masking!.Method);
        Assert.Equal(MaskingMethod.Null, _map.Column("customer", "alternate_emails").Masking!.Method);
        Assert.Equal(new Masking(MaskingMethod.Constant, "{}"), _map.Column("customer", "profile").Masking);
        Assert.Equal(new Masking(MaskingMethod.Generalise, "year"), _map.Column("employee", "birth_date").Masking);
        Assert.Equal(new Masking(MaskingMethod.Constant, "+00000000"), _map.Column("employee", "phone").Masking);
    }

    [Fact]
    public void What_a_scan_overlooks_in_a_persons_row_is_suggested_with_little_confidence()
    {
        Assert.Equal(("user.name", 0.6), (_map.Column("invoice", "billing_name").Category, _map.Column("invoice", "billing_name").Confidence));
        Assert.Equal(new Masking(MaskingMethod.Constant, "erased"), _map.Column("invoice", "billing_name").Masking);
        Assert.Equal(new Masking(MaskingMethod.Null), _map.Column("customer", "födelseort").Masking);
        Assert.Equal(new Masking(MaskingMethod.Constant, "{}"), _map.Column("customer", "interests").Masking);
        Assert.Equal(new Masking(MaskingMethod.Constant, "erased"), _map.Column("product_review", "title").Masking);
        Assert.Null(_map.Column("customer", "status").Category);
        Assert.Null(_map.Column("product", "name").Category);
    }

    [Fact]
    public void An_order_is_its_customers_and_not_followed_from_a_card_or_to_an_invoice()
    {
        Assert.True(_map.Reference("Order", "customer_id").FollowToChildren);
        Assert.False(_map.Reference("Order", "payment_method_id").FollowToChildren);
        Assert.False(_map.Reference("invoice", "order_no").FollowToChildren);
    }

    [Fact]
    public void A_view_is_mapped_without_action() => Assert.Equal(ErasureAction.None, _map.Table("customer_overview").Action);

    [Fact]
    public void Constraint_names_that_repeat_become_unique()
    {
        var scan = new Scan()
            .Table("customer", "id", "id bigint !", "email text @user.contact.email")
            .Table("a.note", "id", "id bigint !", "customer_id bigint").Table("b.note", "id", "id bigint !", "customer_id bigint")
            .Reference("a.note", "customer_id", "customer", "id").Reference("b.note", "customer_id", "customer", "id");
        Assert.Equal(["a.note.note_customer_id_fkey", "b.note.note_customer_id_fkey"], Maps.Suggest(scan).References.Select(r => r.Name).Order());
    }
}
