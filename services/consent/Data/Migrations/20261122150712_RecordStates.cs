using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Governance.Consent.Data.Migrations
{
    /// <inheritdoc />
    public partial class RecordStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE consent_records ALTER COLUMN content_hash TYPE bytea USING decode(content_hash, 'hex')");

            migrationBuilder.AddColumn<bool>(
                name: "demonstrable",
                table: "consent_records",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "evidence",
                table: "consent_records",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "import_id",
                table: "consent_records",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "occurred_at",
                table: "consent_records",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "consent_records",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "relates_to",
                table: "consent_records",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "cache_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    xid = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()"),
                    subject = table.Column<string>(type: "text", nullable: true),
                    purpose_code = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cache_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "confirmations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    purpose_code = table.Column<string>(type: "text", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    notice_code = table.Column<string>(type: "text", nullable: false),
                    notice_version = table.Column<int>(type: "integer", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    country = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_confirmations", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cache_changes_xid",
                table: "cache_changes",
                column: "xid");

            migrationBuilder.CreateIndex(
                name: "ix_confirmations_token_hash",
                table: "confirmations",
                column: "token_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cache_changes");

            migrationBuilder.DropTable(
                name: "confirmations");

            migrationBuilder.DropColumn(
                name: "demonstrable",
                table: "consent_records");

            migrationBuilder.DropColumn(
                name: "evidence",
                table: "consent_records");

            migrationBuilder.DropColumn(
                name: "import_id",
                table: "consent_records");

            migrationBuilder.DropColumn(
                name: "occurred_at",
                table: "consent_records");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "consent_records");

            migrationBuilder.DropColumn(
                name: "relates_to",
                table: "consent_records");

            migrationBuilder.Sql("ALTER TABLE consent_records ALTER COLUMN content_hash TYPE text USING encode(content_hash, 'hex')");
        }
    }
}
