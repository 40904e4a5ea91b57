using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class OfferedPermissions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<List<string>>(
                name: "offered_permissions",
                table: "roles",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");
            // What the roles were given when they were created, so that only what the catalogue gained later is added.
            migrationBuilder.Sql(
                """
                UPDATE roles SET offered_permissions = given.permissions::text[]
                FROM (VALUES
                    ('admin', '{users:read,users:write,roles:read,roles:write,clients:read,clients:write,keys:rotate,inventory:read,inventory:write,dataplane:read,dataplane:operate,messaging:read,messaging:replay,audit:read}'),
                    ('dpo', '{inventory:read,inventory:write,inventory:scan,inventory:confirm,dataplane:read,dataplane:operate,dsar:read,dsar:open,dsar:plan,dsar:approve,dsar:manage,consent:read,consent:decide,purposes:write,dpia:read,dpia:write,dpia:approve,audit:read,audit:verify}'),
                    ('privacy-analyst', '{inventory:read,inventory:write,inventory:scan,inventory:confirm,dataplane:read,dsar:read,dsar:open,dsar:plan,dsar:manage,consent:read,dpia:read,dpia:write}'),
                    ('legal-reviewer', '{inventory:read,dsar:read,dsar:approve,consent:read,dpia:read,audit:read}'),
                    ('data-owner', '{inventory:read,inventory:write,inventory:scan,inventory:confirm,dataplane:read,dpia:read,dpia:write}'),
                    ('auditor', '{users:read,roles:read,clients:read,inventory:read,dsar:read,consent:read,dpia:read,audit:read,audit:verify}')
                ) AS given (name, permissions)
                WHERE roles.name = given.name;
                ALTER TABLE roles ALTER COLUMN offered_permissions DROP DEFAULT;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "offered_permissions",
                table: "roles");
        }
    }
}
