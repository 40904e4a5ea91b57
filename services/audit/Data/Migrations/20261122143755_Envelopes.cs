using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Audit.Data.Migrations
{
    /// <inheritdoc />
    public partial class Envelopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The tree commits to the bytes of its entries: what was recorded in the form before the first release can't be rewritten.
            migrationBuilder.Sql("""
                DO $$ BEGIN
                    IF EXISTS (SELECT FROM entries) THEN
                        RAISE EXCEPTION 'The log holds entries of the form before the first release. Begin with an empty database.';
                    END IF;
                END $$;
                """);

            migrationBuilder.DropIndex(
                name: "ix_entries_object_type_object_id_sequence",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "ix_entries_subject_pseudonym_sequence",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "correlation_id",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "object_id",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "object_type",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "object_version",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "entries");

            migrationBuilder.DropColumn(
                name: "subject_pseudonym",
                table: "entries");

            migrationBuilder.AlterColumn<string>(
                name: "actor_id",
                table: "entries",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AddColumn<DateOnly>(
                name: "month",
                table: "entries",
                type: "date",
                nullable: false);

            migrationBuilder.CreateTable(
                name: "payload_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_pseudonym = table.Column<string>(type: "text", nullable: true),
                    month = table.Column<DateOnly>(type: "date", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payload_keys", x => x.id);
                    table.CheckConstraint("ck_payload_keys_one_owner", "(subject_pseudonym IS NULL) <> (month IS NULL)");
                });

            // No statistics are kept of columns that can be erased: the database would hold values in them.
            migrationBuilder.Sql("""
                CREATE TABLE payloads (
                    sequence bigint NOT NULL,
                    month date NOT NULL,
                    key_id uuid NOT NULL,
                    subject_pseudonym text,
                    acting_subject text,
                    on_behalf_of text,
                    object_type text NOT NULL,
                    object_id text NOT NULL,
                    object_version integer,
                    correlation_id text,
                    sealed bytea NOT NULL,
                    CONSTRAINT pk_payloads PRIMARY KEY (sequence, month)
                ) PARTITION BY RANGE (month);
                ALTER TABLE payload_keys ALTER subject_pseudonym SET STATISTICS 0;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_payload_keys_month",
                table: "payload_keys",
                column: "month",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payload_keys_subject_pseudonym",
                table: "payload_keys",
                column: "subject_pseudonym",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payloads_acting_subject",
                table: "payloads",
                column: "acting_subject",
                filter: "acting_subject IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_payloads_correlation_id_sequence",
                table: "payloads",
                columns: new[] { "correlation_id", "sequence" },
                filter: "correlation_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_payloads_object_id_sequence",
                table: "payloads",
                columns: new[] { "object_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_payloads_on_behalf_of",
                table: "payloads",
                column: "on_behalf_of",
                filter: "on_behalf_of IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_payloads_subject_pseudonym_sequence",
                table: "payloads",
                columns: new[] { "subject_pseudonym", "sequence" },
                filter: "subject_pseudonym IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "payload_keys");

            migrationBuilder.DropTable(
                name: "payloads");

            migrationBuilder.DropColumn(
                name: "month",
                table: "entries");

            migrationBuilder.AlterColumn<string>(
                name: "actor_id",
                table: "entries",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AddColumn<string>(
                name: "correlation_id",
                table: "entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "object_id",
                table: "entries",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "object_type",
                table: "entries",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "object_version",
                table: "entries",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "subject_pseudonym",
                table: "entries",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_entries_object_type_object_id_sequence",
                table: "entries",
                columns: new[] { "object_type", "object_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_entries_subject_pseudonym_sequence",
                table: "entries",
                columns: new[] { "subject_pseudonym", "sequence" },
                filter: "subject_pseudonym IS NOT NULL");
        }
    }
}
