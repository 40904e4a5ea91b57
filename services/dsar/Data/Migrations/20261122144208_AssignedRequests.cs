using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Dsar.Data.Migrations
{
    /// <inheritdoc />
    public partial class AssignedRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "assigned_to",
                table: "subject_requests",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_subject_requests_assigned_to_due_on_id",
                table: "subject_requests",
                columns: new[] { "assigned_to", "due_on", "id" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_subject_requests_open",
                table: "subject_requests",
                columns: new[] { "due_on", "id" },
                filter: "closed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_subject_requests_assigned_to_due_on_id",
                table: "subject_requests");

            migrationBuilder.DropIndex(
                name: "ix_subject_requests_open",
                table: "subject_requests");

            migrationBuilder.DropColumn(
                name: "assigned_to",
                table: "subject_requests");
        }
    }
}
