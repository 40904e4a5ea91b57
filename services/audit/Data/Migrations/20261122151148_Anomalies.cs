using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Governance.Audit.Data.Migrations
{
    /// <inheritdoc />
    public partial class Anomalies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "anomalies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    detector = table.Column<string>(type: "text", nullable: false),
                    actor_type = table.Column<string>(type: "text", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    counterpart_id = table.Column<string>(type: "text", nullable: false),
                    window = table.Column<DateOnly>(type: "date", nullable: false),
                    window_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    score = table.Column<double>(type: "double precision", nullable: false),
                    signals = table.Column<string>(type: "jsonb", nullable: false),
                    detected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    reason_code = table.Column<string>(type: "text", nullable: true),
                    case_reference = table.Column<string>(type: "text", nullable: true),
                    reviewed_by = table.Column<string>(type: "text", nullable: true),
                    reviewed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomalies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "anomaly_approvals",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    planned_sequence = table.Column<long>(type: "bigint", nullable: false),
                    planner_type = table.Column<string>(type: "text", nullable: false),
                    planner_id = table.Column<string>(type: "text", nullable: false),
                    approver_type = table.Column<string>(type: "text", nullable: false),
                    approver_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomaly_approvals", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "anomaly_counts",
                columns: table => new
                {
                    series = table.Column<string>(type: "text", nullable: false),
                    actor_type = table.Column<string>(type: "text", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    entries = table.Column<long>(type: "bigint", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    sequences = table.Column<List<long>>(type: "bigint[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomaly_counts", x => new { x.series, x.actor_type, x.actor_id, x.start });
                });

            migrationBuilder.CreateTable(
                name: "anomaly_settings",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "jsonb", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomaly_settings", x => x.id);
                    table.CheckConstraint("ck_anomaly_settings_only_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "anomaly_watch",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    next_sequence = table.Column<long>(type: "bigint", nullable: false),
                    watermark = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    silence_looked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anomaly_watch", x => x.id);
                    table.CheckConstraint("ck_anomaly_watch_only_one", "id = 1");
                });

            migrationBuilder.InsertData(
                table: "anomaly_watch",
                columns: new[] { "id", "next_sequence", "recorded_at", "silence_looked_at", "watermark" },
                values: new object[] { 1, 0L, new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)) });

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_detector_actor_type_actor_id_counterpart_id_window",
                table: "anomalies",
                columns: new[] { "detector", "actor_type", "actor_id", "counterpart_id", "window" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_state_id",
                table: "anomalies",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_window",
                table: "anomalies",
                column: "window");

            migrationBuilder.CreateIndex(
                name: "ix_anomaly_counts_start",
                table: "anomaly_counts",
                column: "start");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "anomalies");

            migrationBuilder.DropTable(
                name: "anomaly_approvals");

            migrationBuilder.DropTable(
                name: "anomaly_counts");

            migrationBuilder.DropTable(
                name: "anomaly_settings");

            migrationBuilder.DropTable(
                name: "anomaly_watch");
        }
    }
}
