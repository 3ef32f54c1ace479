#!/bin/sh
# Starts a program with Dagster's own database address, which Dagster reads from the environment only. styrtal reads its
# secrets from the folder itself.
set -eu
# Dagster keeps small files beside its settings, and the image is read-only.
mkdir -p "$DAGSTER_HOME"
cp "$(dirname "$0")/dagster.yaml" "$DAGSTER_HOME/dagster.yaml"
file=${STYRTAL_SECRETS:-/run/secrets}/dagster_postgres_url
if [ -r "$file" ]; then
  DAGSTER_POSTGRES_URL=$(cat "$file")
  export DAGSTER_POSTGRES_URL
fi
exec "$@"
