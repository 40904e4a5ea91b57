using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Governance.Consent.Data.Migrations;

/// <summary>The instances that hold a cache, with the last snapshot whose changes they have dropped.</summary>
[DbContext(typeof(ConsentDbContext))]
[Migration("20261122150713_CacheInstances")]
public sealed class CacheInstances : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE cache_instances (
            id uuid CONSTRAINT pk_cache_instances PRIMARY KEY,
            beat bigint NOT NULL,
            seen pg_snapshot NOT NULL
        ) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
        ALTER TABLE cache_changes SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE cache_instances");
}
