using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Governance.Consent.Data.Migrations;

/// <summary>For sums of what ended and of what was set aside. Consents given, the many, have no place in either.</summary>
[DbContext(typeof(ConsentDbContext))]
[Migration("20261122175500_OverviewIndexes")]
public sealed class OverviewIndexes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE INDEX ix_consent_records_endings ON consent_records ((coalesce(occurred_at, recorded_at)))
            WHERE action IN ('Refuse', 'Withdraw', 'Expire', 'Object', 'Invalidate', 'Revoke');
        CREATE INDEX ix_deliveries_dead ON deliveries (recipient_id) WHERE state = 'Dead'
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX ix_consent_records_endings; DROP INDEX ix_deliveries_dead");
}
