using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Dsar.Data.Migrations
{
    /// <inheritdoc />
    public partial class JobFailures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "failures",
                table: "jobs",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "failures",
                table: "jobs");
        }
    }
}
