using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Checking;

namespace Governance.Inventory.Tests.Mapping;

public sealed class MapValidatorTests
{
    private readonly DataMap _map = Maps.Suggest(ChinookScan.Build());

    [Fact]
    public void What_is_suggested_can_be_confirmed()
    {
        Assert.Empty(MapValidator.Check(_map));
        Assert.Empty(MapValidator.Check(Maps.Suggest(ShopScan.Build())));
    }

    [Fact]
    public void A_subject_without_identifier_is_refused() =>
        Refused(Table("customer", t => t with { Columns = [.. t.Columns.Select(c => c with { IdentifierKind = null })] }), "public.customer", "subject-without-identifier");

    [Fact]
    public void Retaining_without_a_rule_is_refused()
    {
        Refused(Table("invoice", t => t with { Retention = null }), "public.invoice", "retain-without-rule");
        Refused(Table("invoice", t => t with { Retention = t.Retention! with { Period = "ten years" } }), "public.invoice", "retain-without-rule");
    }

    [Fact]
    public void Deleting_what_kept_rows_must_point_at_is_refused() =>
        Refused(Table("customer", t => t with { Action = ErasureAction.Delete }), "public.customer", "delete-held-by-kept-rows");

    [Theory]
    [InlineData("first_name", MaskingMethod.Null, null, "mask-not-null")]
    [InlineData("last_name", MaskingMethod.Constant, "a constant of more than twenty characters", "mask-too-long")]
    [InlineData("last_name", MaskingMethod.Constant, null, "mask-value-missing")]
    [InlineData("support_rep_id", MaskingMethod.Constant, "nobody", "mask-type-mismatch")]
    [InlineData("support_rep_id", MaskingMethod.Pseudonym, null, "mask-breaks-reference")]
    [InlineData("customer_id", MaskingMethod.Pseudonym, null, "mask-breaks-reference")]
    [InlineData("city", MaskingMethod.Generalise, "round:10", "mask-type-mismatch")]
    [InlineData("city", MaskingMethod.Generalise, "year", "mask-type-mismatch")]
    [InlineData("city", MaskingMethod.Generalise, "prefix:0", "mask-unit-unknown")]
    [InlineData("customer_id", MaskingMethod.Constant, "0", "mask-not-unique")]
    public void A_masking_the_column_can_not_take_is_refused(string column, MaskingMethod method, string? value, string code) =>
        Refused(Column("customer", column, c => c with { Masking = new Masking(method, value) }), $"public.customer.{column}", code);

    [Fact]
    public void A_generated_column_can_not_be_masked() =>
        Refused(Column("customer", "city", c => c with { Generated = true, Masking = new Masking(MaskingMethod.Null) }), "public.customer.city", "mask-generated");

    [Fact]
    public void Following_into_another_person_or_reference_data_is_refused()
    {
        Refused(Reference("customer_support_rep_id_fkey", r => r with { FollowToParent = true }), "customer_support_rep_id_fkey", "follows-into-another-person");
        Refused(Reference("customer_support_rep_id_fkey", r => r with { FollowToChildren = true }), "customer_support_rep_id_fkey", "follows-into-another-person");
        Refused(Reference("invoice_line_track_id_fkey", r => r with { FollowToParent = true }), "invoice_line_track_id_fkey", "follows-into-reference-data");
    }

    [Fact]
    public void A_mask_that_masks_nothing_is_refused() =>
        Refused(Table("customer", t => t with { Columns = [.. t.Columns.Select(c => c with { Masking = null })] }), "public.customer", "mask-masks-nothing");

    private static void Refused(DataMap map, string field, string code) =>
        Assert.Contains(MapValidator.Check(map), p => p.Field == field && p.Code == code);

    private DataMap Table(string name, Func<MappedTable, MappedTable> change) =>
        _map with { Tables = [.. _map.Tables.Select(t => t.Name == name ? change(t) : t)] };

    private DataMap Column(string table, string column, Func<MappedColumn, MappedColumn> change) =>
        Table(table, t => t with { Columns = [.. t.Columns.Select(c => c.Name == column ? change(c) : c)] });

    private DataMap Reference(string name, Func<MappedReference, MappedReference> change) =>
        _map with { References = [.. _map.References.Select(r => r.Name == name ? change(r) : r)] };
}
