using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Audit.Data.Migrations
{
    /// <inheritdoc />
    public partial class ErasureAndRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "erasures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_pseudonym = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    requested_by_type = table.Column<string>(type: "text", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    payloads = table.Column<long>(type: "bigint", nullable: false),
                    months = table.Column<DateOnly[]>(type: "date[]", nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    erased_in = table.Column<long>(type: "bigint", nullable: true),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    rewritten_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "retention_holds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_month = table.Column<DateOnly>(type: "date", nullable: false),
                    last_month = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    placed_by = table.Column<string>(type: "text", nullable: false),
                    placed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    released_by = table.Column<string>(type: "text", nullable: true),
                    released_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_holds", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_erasures_erased_at",
                table: "erasures",
                column: "erased_at",
                filter: "rewritten_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_erasures_requested_at",
                table: "erasures",
                column: "requested_at",
                filter: "erased_at IS NULL");

            // ANALYZE would keep samples of these beyond an erasure.
            migrationBuilder.Sql("""
                ALTER TABLE payloads
                    ALTER subject_pseudonym SET STATISTICS 0, ALTER acting_subject SET STATISTICS 0, ALTER on_behalf_of SET STATISTICS 0,
                    ALTER object_id SET STATISTICS 0, ALTER correlation_id SET STATISTICS 0, ALTER sealed SET STATISTICS 0, ALTER key_id SET STATISTICS 0;
                ALTER TABLE payload_keys ALTER wrapped SET STATISTICS 0;
                ALTER TABLE erasures ALTER subject_pseudonym SET STATISTICS 0;
                ALTER TABLE outbox ALTER body SET STATISTICS 0;
                ALTER TABLE failed_messages ALTER body SET STATISTICS 0;
                ALTER TABLE idempotency_keys ALTER body SET STATISTICS 0, ALTER request_hash SET STATISTICS 0;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "erasures");

            migrationBuilder.DropTable(
                name: "retention_holds");
        }
    }
}
