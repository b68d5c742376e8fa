#!/usr/bin/env bash
# Installs a package as docs/server.md says, in a root of its own, and runs every command of that page there; then upgrades, removes and purges.
# tests/package.sh PACKAGE.deb: in a copy-on-write view of this machine, without its network.
# tests/package.sh PACKAGE.deb --debootstrap: in a fresh Debian, where apt brings what the package depends on.
set -euo pipefail

if [[ ${IN_NAMESPACE-} != yes ]]; then
  exec env IN_NAMESPACE=yes unshare --mount --fork --pid --kill-child "$0" "$@"
fi

package=$(realpath "$1")
page=$(realpath "$(dirname "$0")/../docs/server.md")
guzzle=/usr/share/php/GuzzleHttp/autoload.php
here=$(mktemp -d)
trap 'umount --lazy "$here/root/proc" "$here/root" "$here" 2> /dev/null || true; rmdir "$here"' EXIT
mount -t tmpfs -o mode=0755 tmpfs "$here"
mkdir "$here/root" "$here/upper" "$here/work"

if [[ ${2-} == --debootstrap ]]; then
  debootstrap --variant=minbase --include=ca-certificates,curl "$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)" "$here/root" > "$here/debootstrap.log" || { tail "$here/debootstrap.log"; exit 1; }
  cp /etc/resolv.conf "$here/root/etc/"
  isolated=()
else
  mount -t overlay -o "lowerdir=/,upperdir=$here/upper,workdir=$here/work" overlay "$here/root"
  isolated=(unshare --net)
fi

mount -t proc proc "$here/root/proc"
mkdir -p "$here/root/dev"
[[ -e $here/root/dev/urandom ]] || mknod -m 0666 "$here/root/dev/urandom" c 1 9
[[ -e $here/root/dev/null ]] || mknod -m 0666 "$here/root/dev/null" c 1 3
mkdir -p "$here/root/package"
cp "$package" "$here/root/package/stats-service_1.0.0_amd64.deb"
awk '/^```/{on = /^```php/; next} on' "$(dirname "$page")/api.md" | sed "s|vendor/autoload.php|$guzzle|" > "$here/root/package/client.php"
dpkg-deb --raw-extract "$package" "$here/next"
sed -i 's/^Version: .*/Version: 9.9.9/' "$here/next/DEBIAN/control"
dpkg-deb --root-owner-group -Zgzip -z1 --build "$here/next" "$here/root/package/next.deb" > /dev/null
rm -r "$here/next"

# There is no systemd in the root: what it would start is started here, and what apt would install from a file, where no network is, dpkg does.
cat > "$here/root/usr/local/bin/systemctl" <<'STUB'
#!/bin/sh
case "$1 $2" in
  'start stats-service')
    stats-service serve > /var/log/stats-service.log 2>&1 < /dev/null &
    echo $! > /tmp/stats-service.pid
    until curl --silent --fail --output /dev/null http://127.0.0.1:7071/health; do
      kill -0 "$(cat /tmp/stats-service.pid)" || { cat /var/log/stats-service.log >&2; exit 1; }
      sleep 0.1
    done ;;
  'stop stats-service')
    kill "$(cat /tmp/stats-service.pid)"
    while kill -0 "$(cat /tmp/stats-service.pid)" 2> /dev/null; do sleep 0.1; done ;;
esac
STUB
if [[ ${#isolated[@]} -gt 0 ]]; then
  printf '#!/bin/sh\nshift $(($# - 1))\nexec dpkg --install "$1"\n' > "$here/root/usr/local/bin/apt"
else
  printf '#!/bin/sh\napt-get update -qq && exec apt-get -qq "$@" --yes\n' > "$here/root/usr/local/bin/apt"
fi
chmod +x "$here/root/usr/local/bin/systemctl" "$here/root/usr/local/bin/apt"

# The commands of a chapter of the page.
commands() { awk -v chapter="## $1" '/^## /{on = $0 == chapter} /^```/{code = on && /^```sh/; next} code' "$page"; }

{
  cat <<'STEPS'
set -euo pipefail
cd /package
PATH=/usr/local/bin:$PATH
if command -v ip > /dev/null; then ip link set lo up 2> /dev/null || true; fi
say() { printf '\n== %s (%s s)\n' "$1" "$SECONDS"; }
stats() { curl --silent --fail --header 'X-API-KEY: acme-front-office-key' http://127.0.0.1:7071/api/v1/stats/5a1f7fd4-6e1c-4f7e-9a35-0c5ef6d7a001; }
expect() { [[ $2 == *"$3"* ]] || { echo "$1: expected $3 in: $2" >&2; exit 1; }; }
STEPS
  echo "say 'From the package to the first statistics'"
  # The service is started by the package where systemd runs.
  commands 'From the package to the first statistics' | sed '/^apt install/a systemctl start stats-service'
  cat <<STEPS
say 'They are answered 201'
# With the library that MONARC calls with, where this machine has it.
if [[ -e $guzzle ]]; then
  expect 'a client in PHP' "\$(STATS_URL=http://127.0.0.1:7071 STATS_KEY=acme-front-office-key php client.php)" '201, 1 read'
  say 'From PHP too'
fi
STEPS
  cat <<'STEPS'
expect 'settings' "$(stat -c '%a %U:%G' /etc/stats-service/stats-service.env)" '640 root:stats-service'
expect 'database' "$(stat -c '%a %U' /var/lib/stats-service)" '700 stats-service'
expect 'database file' "$(stat -c %U /var/lib/stats-service/stats.db)" stats-service
expect 'the account' "$(stat -c %U "/proc/$(cat /tmp/stats-service.pid)")" stats-service
expect 'a stat' "$(stats)" compliance
for word in $(stats-service --help | sed -n '/^Commands:/,$s/^  \([a-z-]*\) .*/\1/p'); do
  zcat /usr/share/man/man1/stats-service.1.gz | tr -d '\\' | grep -qw -e "$word" || { echo "The man page lacks $word." >&2; exit 1; }
done
expect 'completion' "$(/usr/lib/stats-service/stats-service '[suggest:16]' 'stats-service cl')" client
key=$(grep ADMIN_TOKEN /etc/stats-service/stats-service.env)
dpkg-deb --extract /package/stats-service_1.0.0_amd64.deb /tmp/loose
expect 'the program without its package' "$(DATABASE_FILE=/tmp/loose.db /tmp/loose/usr/lib/stats-service/stats-service client create loose 2>&1)" /tmp/loose.db

say 'Backup and restore'
STEPS
  commands 'Backup and restore' | sed 's|stats-service-20260131T043000Z.db|stats-service-*.db|'
  cat <<'STEPS'
expect 'a restored stat' "$(stats)" compliance
if stats-service restore /var/backups/stats-service/stats-service-*.db 2> /tmp/refusal; then echo 'A restore went on under a running service.' >&2; exit 1; fi
expect 'a refusal' "$(cat /tmp/refusal)" 'stop it first'
stats-service backup --keep 30 /var/backups/stats-service

say 'From another storage, as root too'
OLD_STORAGE=/var/lib/stats-service/old.db
stats-service client create other --storage "$OLD_STORAGE" > /tmp/other
STEPS
  commands 'From Azurite'
  cat <<'STEPS'
expect 'a client of the other storage' "$(stats-service client list)" other

say 'An upgrade keeps data, settings and key; so does going back'
for package in next.deb stats-service_1.0.0_amd64.deb; do
  systemctl stop stats-service
  dpkg --install "/package/$package" 2>&1
  systemctl start stats-service
  expect 'a stat after it' "$(stats)" compliance
  expect 'the key after it' "$(grep ADMIN_TOKEN /etc/stats-service/stats-service.env)" "$key"
done

say 'Removing keeps, purging deletes'
systemctl stop stats-service
dpkg --remove stats-service
[[ -s /var/lib/stats-service/stats.db && -s /etc/stats-service/stats-service.env && ! -e /usr/bin/stats-service ]]
dpkg --purge stats-service
[[ ! -e /var/lib/stats-service && ! -e /etc/stats-service && ! -e /var/backups/stats-service ]]
say 'All of it was as docs/server.md says'
STEPS
} > "$here/root/package/steps.sh"

"${isolated[@]}" chroot "$here/root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive bash /package/steps.sh
