#!/usr/bin/env bash
# Runs once, in the PostgreSQL container: a role and a database for every DATABASE_<SERVICE> in the environment.
set -euo pipefail
for variable in "${!DATABASE_@}"; do
  name=governance_$(tr '[:upper:]' '[:lower:]' <<<"${variable#DATABASE_}")
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -v name="$name" -v password="${!variable}" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
