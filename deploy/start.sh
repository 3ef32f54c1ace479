#!/bin/sh
# Starts everything: makes the secrets that are not there yet, builds the image, and waits until all is healthy.
#   OIDC_ISSUER_URL=… OIDC_CLIENT_ID=… OIDC_ALLOWED_GROUP=… PUBLIC_URL=https://styrtal.kommunen.se sh deploy/start.sh
set -eu
cd "$(dirname "$0")"
secrets=${STYRTAL_SECRETS_FOLDER:-secrets}
umask 077
mkdir -p "$secrets"

# Hexadecimal: needs no escaping in an address. The proxy wants 16, 24 or 32 bytes.
random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -s "$secrets/$1" ] || printf '%s' "$2" > "$secrets/$1"; }
keep postgres_password "$(random 24)"
keep styrtal_postgres_password "$(random 24)"
keep proxy_cookie_secret "$(random 16)"
password=$(cat "$secrets/styrtal_postgres_password")
keep styrtal_warehouse "ducklake:postgres://styrtal:$password@postgres:5432/warehouse"
# The driver by name: SQLAlchemy's default is another than the one that Dagster brings.
keep dagster_postgres_url "postgresql+psycopg2://styrtal:$password@postgres:5432/dagster"
# Empty where the mail server wants none.
[ -e "$secrets/styrtal_smtp_password" ] || : > "$secrets/styrtal_smtp_password"
if [ ! -s "$secrets/oidc_client_secret" ]; then
  echo "Put the client secret of your OpenID Connect provider in deploy/$secrets/oidc_client_secret (docs/scaling.md)." >&2
  exit 2
fi
# The folder is closed; the files in it must be readable to the programs' own users inside their containers.
chmod 700 "$secrets"
chmod 644 "$secrets"/*
[ "${1:-}" = "--secrets-only" ] || exec docker compose up --build --detach --wait
