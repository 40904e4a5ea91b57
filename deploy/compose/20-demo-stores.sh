#!/usr/bin/env bash
# Runs once, in the PostgreSQL container: the demo company's databases, each with a role that may read, change and delete rows.
set -euo pipefail
for folder in /demo-company/*/; do
  name=demo_$(basename "$folder" | tr '[:upper:]' '[:lower:]')
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -v name="$name" -v role="${name}_governance" -v password="$DEMO_STORE_PASSWORD" <<'SQL'
CREATE DATABASE :"name" TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
CREATE ROLE :"role" LOGIN PASSWORD :'password';
GRANT CONNECT, TEMPORARY ON DATABASE :"name" TO :"role";
SQL
  # One session: the later scripts use temporary tables of the earlier ones.
  scripts=()
  for script in "$folder"*.sql; do scripts+=(-f "$script"); done
  psql -q -v ON_ERROR_STOP=1 -1 -U "$POSTGRES_USER" -d "$name" "${scripts[@]}" >/dev/null
  psql -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$name" -v role="${name}_governance" <<'SQL'
ANALYZE;
SELECT format('GRANT USAGE ON SCHEMA %I TO %I', nspname, :'role'), format('GRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', nspname, :'role')
FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' \gexec
SQL
done
