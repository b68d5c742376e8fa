#!/usr/bin/env bash
# Puts a backup in the place of all data. What was there is kept beside it.
set -euo pipefail

if [[ $# -ne 1 || $1 == -* ]]; then
  echo "Usage: restore.sh BACKUP.json.gz  (STATS_SERVICE_DATA, default /var/lib/stats-service)" >&2
  exit 64
fi

backup=$1
data=${STATS_SERVICE_DATA:-/var/lib/stats-service}
before=$data.before-restore-$(date -u +%Y%m%dT%H%M%SZ)
fresh=$data.restoring

umask 077
rm -rf "$fresh"
mkdir -p "$fresh"
trap 'rm -rf "$fresh"' EXIT
if ! gzip -dc "$backup" > "$fresh/__azurite_db_table__.json" ||
  ! node -e 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))' "$fresh/__azurite_db_table__.json" 2>/dev/null; then
  echo "Nothing was changed: $backup is not a whole backup. Take another one." >&2
  exit 65
fi

systemctl stop stats-service.service stats-service-storage.service
if [[ -e $data ]]; then
  chown -R --reference="$data" "$fresh"
  mv "$data" "$before"
fi
mv "$fresh" "$data"
systemctl start stats-service.service

echo "Restored $backup. Statistics that arrived after it was made are not in it."
if [[ -e $before ]]; then
  echo "What was there before is in $before: delete it when all is well."
fi
