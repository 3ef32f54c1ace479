#!/bin/sh
# Starts a program with Dagster's own database address, which Dagster reads from the environment only. styrtal reads its
# secrets from the folder itself.
set -eu
file=${STYRTAL_SECRETS:-/run/secrets}/dagster_postgres_url
if [ -r "$file" ]; then
  DAGSTER_POSTGRES_URL=$(cat "$file")
  export DAGSTER_POSTGRES_URL
fi
exec "$@"
