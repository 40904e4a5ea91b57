using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Consent.Data.Migrations
{
    /// <inheritdoc />
    public partial class PurposeDetails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "consent_mode",
                table: "purpose_versions",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<bool>(
                name: "direct_marketing",
                table: "purpose_versions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "double_opt_in",
                table: "purpose_versions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "processing_activity_id",
                table: "purpose_versions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "sale_or_sharing",
                table: "purpose_versions",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "consent_mode",
                table: "purpose_versions");

            migrationBuilder.DropColumn(
                name: "direct_marketing",
                table: "purpose_versions");

            migrationBuilder.DropColumn(
                name: "double_opt_in",
                table: "purpose_versions");

            migrationBuilder.DropColumn(
                name: "processing_activity_id",
                table: "purpose_versions");

            migrationBuilder.DropColumn(
                name: "sale_or_sharing",
                table: "purpose_versions");
        }
    }
}
