#!/usr/bin/env bash
# Copies all data of a Stats Service that keeps it in Azurite, while it runs.
# Azurite writes all tables into one file, at most every five seconds, under another name, and then renames it. So a copy
# is always whole, and as it was at one moment. Queues are left out: the service finds again what has to be aggregated.
set -euo pipefail

if [[ $# -ne 1 || $1 == -* ]]; then
  echo "Usage: backup.sh FOLDER  (STATS_SERVICE_DATA, default /var/lib/stats-service; KEEP_DAYS, default 30)" >&2
  exit 64
fi

folder=$1
data=${STATS_SERVICE_DATA:-/var/lib/stats-service}
tables=$data/__azurite_db_table__.json
backup=$folder/stats-service-$(date -u +%Y%m%dT%H%M%SZ).json.gz

if [[ ! -r $tables ]]; then
  echo "No backup was made: $tables can't be read. Is the data elsewhere (STATS_SERVICE_DATA), or are you not root?" >&2
  exit 66
fi

umask 077
mkdir -p "$folder"
copy=$(mktemp "$folder/.copy-XXXXXX")
trap 'rm -f "$copy" "$backup.part"' EXIT
cp "$tables" "$copy"
if ! node -e 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))' "$copy" 2>/dev/null; then
  echo "No backup was made: $tables is damaged. Keep the newest file in $folder, and restore it." >&2
  exit 65
fi

bytes=$(stat -c %s "$copy")
gzip -c "$copy" > "$backup.part"
mv "$backup.part" "$backup"
find "$folder" -name 'stats-service-*.json.gz' -mtime "+${KEEP_DAYS:-30}" -delete
echo "$backup"

# Node.js can't make a string of 512 MB or more, and Azurite saves all tables as one.
if (( bytes > 300000000 )); then
  echo "The data has $((bytes / 1000000)) MB; Azurite can't save more than 512 MB. Shorten RETENTION_MONTHS, or move to Azure." >&2
fi
