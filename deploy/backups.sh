#!/bin/sh
# A backup a day into a folder, for as long as it runs; or one and no more; or whether the newest is of the last 25 hours.
#   sh deploy/backups.sh FOLDER [--once | --is-fresh]
# What is older than BACKUPS_KEPT_DAYS (30) is thrown away, and only after a newer backup has come out whole.
set -eu
folder=$1
kept() { find "$folder" -maxdepth 1 -name 'styrtal-*.zip' "$@"; }
if [ "${2:-}" = "--is-fresh" ]; then
  [ -n "$(kept -mmin -1500)" ]
  exit
fi
while :; do
  if styrtal backup "$folder/styrtal-$(date +%Y-%m-%dT%H%M%S).zip"; then
    kept -mtime "+${BACKUPS_KEPT_DAYS:-30}" -delete
  elif [ "${2:-}" = "--once" ]; then
    exit 1
  fi
  [ "${2:-}" != "--once" ] || exit 0
  sleep 86400
done
