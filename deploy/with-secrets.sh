#!/bin/sh
# Starts a program with Dagster's own database address, which Dagster reads from the environment only. styrtal reads its
# secrets from the folder itself.
set -eu
# Dagster keeps small files beside its settings, and the image is read-only. Settings that are there are kept: Kubernetes
# puts its own in place, and a health check comes while Dagster runs or starts: each copies, and what it copied comes in whole.
mkdir -p "$DAGSTER_HOME"
if [ ! -e "$DAGSTER_HOME/dagster.yaml" ]; then
  cp "$(dirname "$0")/dagster.yaml" "$DAGSTER_HOME/dagster.yaml.$$"
  mv -f "$DAGSTER_HOME/dagster.yaml.$$" "$DAGSTER_HOME/dagster.yaml"
fi
file=${STYRTAL_SECRETS:-/run/secrets}/dagster_postgres_url
if [ -r "$file" ]; then
  DAGSTER_POSTGRES_URL=$(cat "$file")
  export DAGSTER_POSTGRES_URL
fi
exec "$@"
