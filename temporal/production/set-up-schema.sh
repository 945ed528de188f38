#!/bin/sh
# Updates both of Temporal's databases to the schema of the admin tools' version.
# Running it again changes nothing. A newer version of the tools applies its changes.
# Reads SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD, as temporal-sql-tool does.
set -eu

schemas="${TEMPORAL_SCHEMAS:-/etc/temporal/schema/postgresql/v12}"

set_up() {
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-dir "$schemas/$2/versioned"
}

set_up temporal temporal
set_up temporal_visibility visibility
