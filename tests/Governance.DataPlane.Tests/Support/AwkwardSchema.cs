namespace Governance.DataPlane.Tests.Support;

/// <summary>A made-up company's tables with everything that makes erasure hard.</summary>
internal static class AwkwardSchema
{
    public const string Sql =
        """
        CREATE DOMAIN short_code AS varchar(12) CHECK (VALUE ~ '^[A-Za-z0-9-]+$');
        CREATE TYPE tier AS ENUM ('basic', 'gold');
        CREATE TABLE address (id bigint PRIMARY KEY, street text NOT NULL, city text NOT NULL);
        CREATE TABLE "Customer Table" (
            "Id" int PRIMARY KEY, "eMail" varchar(120) NOT NULL UNIQUE, "Full ""Name" text NOT NULL, "select" text, customer_number short_code NOT NULL UNIQUE,
            address_id bigint REFERENCES address, recruited_by int REFERENCES "Customer Table", favourite_order int, level tier,
            profile jsonb, age int CHECK (age > 0), search text GENERATED ALWAYS AS (lower("eMail")) STORED);
        CREATE UNIQUE INDEX ON "Customer Table" (lower("eMail"));
        CREATE TABLE "order" (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES "Customer Table", "group" text, gift_to int REFERENCES "Customer Table");
        ALTER TABLE "Customer Table" ADD CONSTRAINT favourite FOREIGN KEY (favourite_order) REFERENCES "order";
        CREATE TABLE order_line (order_id int REFERENCES "order", line_no text, note text, PRIMARY KEY (order_id, line_no));
        CREATE TABLE line_discount (order_id int, line_no text, amount numeric(6,2), PRIMARY KEY (order_id, line_no, amount),
            FOREIGN KEY (order_id, line_no) REFERENCES order_line ON DELETE RESTRICT);
        CREATE TABLE visit_log (customer_email text, ip inet, seen_at timestamptz);
        CREATE TABLE event (id bigint, customer_id int REFERENCES "Customer Table", happened date NOT NULL, body text, PRIMARY KEY (id, happened)) PARTITION BY RANGE (happened);
        CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
        CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE TABLE message (id int PRIMARY KEY, customer_id int REFERENCES "Customer Table", reply_to int REFERENCES message, body text);

        INSERT INTO address VALUES (1, 'Hauptstraße 1', 'Berlin'), (2, 'Rue Royale 2', 'Lyon'), (3, 'Elm Street 3', 'Leeds');
        INSERT INTO "Customer Table" ("Id", "eMail", "Full ""Name", "select", customer_number, address_id, recruited_by, level, profile, age) VALUES
            (1, 'Anna@Example.org', 'Anna Berg', 'x', 'C-100', 1, NULL, 'gold', '{"phone": "+49 30 1234567"}', 40),
            (2, 'bob@example.org', 'Bob Stone', 'y', 'C-200', 1, 1, 'basic', '{}', 41),
            (3, 'cara@example.org', 'Cara Lund', NULL, 'C-300', 3, 1, 'basic', NULL, 42);
        INSERT INTO "order" VALUES (10, 1, 'a', NULL), (11, 1, 'b', 2), (20, 2, 'c', 1);
        UPDATE "Customer Table" SET favourite_order = 10 WHERE "Id" = 1;
        INSERT INTO order_line VALUES (10, '1', 'n'), (10, '2', 'n'), (11, '1', 'n'), (20, '1', 'n');
        INSERT INTO line_discount VALUES (10, '1', 1.5), (20, '1', 2.5);
        INSERT INTO visit_log VALUES ('anna@example.org', '10.0.0.1', now()), ('anna@example.org', '10.0.0.1', now()), ('bob@example.org', '10.0.0.2', now());
        INSERT INTO event VALUES (1, 1, '2025-05-01', 'a'), (2, 1, '2026-05-01', 'b'), (3, 2, '2026-05-01', 'c');
        INSERT INTO message VALUES (1, 1, NULL, 'm1'), (2, 1, 1, 'm2'), (3, 2, 2, 'm3');
        """;
}
