using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Dsar.Data.Migrations
{
    /// <inheritdoc />
    public partial class PublicAccess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "subject_requests",
                type: "character varying(10)",
                maxLength: 10,
                nullable: false,
                defaultValue: "en");

            migrationBuilder.CreateTable(
                name: "address_checks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pseudonym = table.Column<string>(type: "text", nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    code_expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts_left = table.Column<int>(type: "integer", nullable: false),
                    mail = table.Column<byte[]>(type: "bytea", nullable: true),
                    wrapped_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    access_secret_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    access_expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_address_checks", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "address_checks");

            migrationBuilder.DropColumn(
                name: "language",
                table: "subject_requests");
        }
    }
}
