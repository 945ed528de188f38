#!/bin/sh
# Run by the PostgreSQL image when its volume is empty. Each application gets a
# role that owns only its own databases.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set provost_password="$PROVOST_DATABASE_PASSWORD" \
  --set temporal_password="$TEMPORAL_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE provost LOGIN PASSWORD :'provost_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE provost OWNER provost;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT ON DATABASE provost, temporal, temporal_visibility FROM PUBLIC;
SQL
