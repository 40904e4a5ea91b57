using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Tests.Mapping;

public sealed class ChinookSuggestionTests
{
    private readonly DataMap _map = Maps.Suggest(ChinookScan.Build());

    [Fact]
    public void Customer_and_employee_are_subjects_of_different_kinds_identified_by_email()
    {
        Assert.Equal(["customer:customer", "employee:employee"], _map.Subjects());
        Assert.Equal(["email:email"], _map.Identifiers("customer"));
        Assert.Equal(["email:email"], _map.Identifiers("employee"));
    }

    [Fact]
    public void Only_the_invoices_and_their_lines_are_followed()
    {
        Assert.Equal(["invoice.customer_id", "invoice_line.invoice_id"], _map.FollowedDown());
        Assert.Empty(_map.FollowedUp());
    }

    [Fact]
    public void Invoices_are_retained_and_hold_the_customer_back_from_deletion()
    {
        Assert.Equal(["invoice", "invoice_line"], _map.With(ErasureAction.Retain));
        Assert.Equal(["customer"], _map.With(ErasureAction.Mask));
        Assert.Equal(["employee"], _map.With(ErasureAction.Delete));
        Assert.Equal(new RetentionRule("legal-obligation", "GDPR Art. 17(3)(b)", "P10Y", "invoice issued"), _map.Table("invoice").Retention);
    }

    [Fact]
    public void Every_personal_column_of_a_kept_row_is_masked_in_a_way_the_column_allows()
    {
        foreach (var column in new[] { "customer", "invoice" }.SelectMany(t => _map.Table(t).Columns).Where(c => c.Category is not null))
            Assert.True(column.Masking is { } m && (m.Method is not MaskingMethod.Null || column.Nullable), column.Name);
        Assert.Equal(new Masking(MaskingMethod.Null), _map.Column("invoice", "billing_address").Masking);
        Assert.Equal(new Masking(MaskingMethod.Constant, "erased"), _map.Column("customer", "first_name").Masking);
        Assert.Equal(new Masking(MaskingMethod.Pseudonym), _map.Column("customer", "email").Masking);
        Assert.Equal(new Masking(MaskingMethod.Null), _map.Column("customer", "company").Masking);
        Assert.Null(_map.Column("invoice", "total").Masking);
        Assert.Null(_map.Column("invoice", "invoice_date").Masking);
    }

    [Theory]
    [InlineData("track"), InlineData("album"), InlineData("artist"), InlineData("genre"), InlineData("media_type"), InlineData("playlist"), InlineData("playlist_track")]
    public void Music_is_nobodys_data(string table)
    {
        Assert.All(_map.Table(table).Columns, c => Assert.Null(c.Category));
        Assert.Equal(ErasureAction.None, _map.Table(table).Action);
    }

    [Fact]
    public void A_composer_taken_for_a_person_is_named_as_set_aside()
    {
        Assert.Contains("set-aside:user.name:no-person-in-reach", _map.Column("track", "composer").Evidence);
        Assert.True(_map.Table("track").Reference);
    }

    [Fact]
    public void Everything_is_a_suggestion()
    {
        Assert.All(_map.Tables, t => Assert.Equal(DecisionState.Suggested, t.Decision));
        Assert.All(_map.References, r => Assert.Equal(DecisionState.Suggested, r.Decision));
        Assert.Equal(0, _map.Version);
    }
}
