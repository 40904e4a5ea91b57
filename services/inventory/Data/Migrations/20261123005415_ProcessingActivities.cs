using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Inventory.Data.Migrations
{
    /// <inheritdoc />
    public partial class ProcessingActivities : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "processing_activities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    details = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_by = table.Column<string>(type: "text", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_processing_activities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "activity_versions",
                columns: table => new
                {
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    ended = table.Column<bool>(type: "boolean", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity_versions", x => new { x.activity_id, x.number });
                    table.ForeignKey(
                        name: "fk_activity_versions_processing_activities_activity_id",
                        column: x => x.activity_id,
                        principalTable: "processing_activities",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_processing_activities_name",
                table: "processing_activities",
                column: "name",
                unique: true);

            // Who changed what when has to stay provable: versions are added to and never changed.
            migrationBuilder.Sql("""
                CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'The table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
                END $$
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON activity_versions
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activity_versions");

            migrationBuilder.DropTable(
                name: "processing_activities");

            migrationBuilder.Sql("DROP FUNCTION refuse_change()");
        }
    }
}
