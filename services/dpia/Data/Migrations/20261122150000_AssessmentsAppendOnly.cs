using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Governance.Dpia.Data.Migrations;

/// <summary>What was decided, signed, written and published is added to and never changed.</summary>
[DbContext(typeof(DpiaDbContext))]
[Migration("20261122150000_AssessmentsAppendOnly")]
public sealed class AssessmentsAppendOnly : Migration
{
    private static readonly string[] Tables = ["assessment_decisions", "assessment_versions", "revisions", "task_delegations", "templates", "review_triggers"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
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
    }
}
