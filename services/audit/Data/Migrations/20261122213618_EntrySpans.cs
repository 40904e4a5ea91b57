using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Audit.Data.Migrations
{
    /// <inheritdoc />
    public partial class EntrySpans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_entries_not_success",
                table: "entries");

            migrationBuilder.DropIndex(
                name: "ix_entries_occurred_at",
                table: "entries");

            migrationBuilder.CreateTable(
                name: "entry_spans",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    earliest_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    latest_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sources = table.Column<string[]>(type: "text[]", nullable: false),
                    purposes = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entry_spans", x => x.number);
                });

            migrationBuilder.CreateIndex(
                name: "ix_entries_not_success",
                table: "entries",
                columns: new[] { "outcome", "sequence" },
                filter: "outcome <> 'success'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "entry_spans");

            migrationBuilder.DropIndex(
                name: "ix_entries_not_success",
                table: "entries");

            migrationBuilder.CreateIndex(
                name: "ix_entries_not_success",
                table: "entries",
                column: "sequence",
                filter: "outcome <> 'success'");

            migrationBuilder.CreateIndex(
                name: "ix_entries_occurred_at",
                table: "entries",
                column: "occurred_at")
                .Annotation("Npgsql:IndexMethod", "brin");
        }
    }
}
