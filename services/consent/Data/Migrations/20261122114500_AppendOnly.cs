using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Governance.Consent.Data.Migrations;

/// <summary>What proves a consent can be added to and never changed (GDPR Art. 7(1)).</summary>
[DbContext(typeof(ConsentDbContext))]
[Migration("20261122114500_AppendOnly")]
public sealed class AppendOnly : Migration
{
    private static readonly string[] Tables = ["consent_records", "purpose_versions", "notice_versions", "notice_texts"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'The table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$
            """);
        foreach (var table in Tables)
        {
            migrationBuilder.Sql($"""
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
                """);
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
            migrationBuilder.Sql($"DROP TRIGGER append_only ON {table}");
        migrationBuilder.Sql("DROP FUNCTION refuse_change()");
    }
}
