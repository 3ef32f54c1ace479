#!/bin/sh
# Makes both databases and the run workers' login, at PostgreSQL's first start.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
secrets=${STYRTAL_SECRETS:-/run/secrets}
run() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" "$@"; }

# Read by psql itself: an argument could be seen in the list of processes.
run --dbname postgres <<SQL
\set password \`cat $secrets/styrtal_postgres_password\`
CREATE ROLE styrtal LOGIN PASSWORD :'password';
CREATE DATABASE dagster OWNER styrtal;
CREATE DATABASE warehouse;
REVOKE ALL ON DATABASE dagster FROM PUBLIC;
SQL
run --dbname warehouse --file "${STYRTAL_ROLES:-$here/roles.sql}"
run --dbname warehouse <<SQL
GRANT styrtal_publisher TO styrtal;
-- What the workers make belongs to the role, so that its readers may read it.
ALTER ROLE styrtal IN DATABASE warehouse SET role TO styrtal_publisher;
SQL
