using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Governance.Dpia.Data.Migrations;

/// <summary>Results and their reasons are added to and never changed.</summary>
[DbContext(typeof(DpiaDbContext))]
[Migration("20261122120500_AppendOnly")]
public sealed class AppendOnly : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'The table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON screening_decisions
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER append_only ON screening_decisions");
        migrationBuilder.Sql("DROP FUNCTION refuse_change()");
    }
}
