#!/bin/sh
# install.sh SOURCE TARGET: npm ci of SOURCE's lock file in TARGET, unless it was done for this very lock file.
set -eu
command -v npm >/dev/null || { echo "The peers' tests need npm (scripts/setup test installs it)." >&2; exit 1; }
want=$(cat "$1/package.json" "$1/package-lock.json" | sha256sum)
[ "$(cat "$2/.installed" 2>/dev/null || true)" = "$want" ] && exit 0
mkdir -p "$2"
cp "$1/package.json" "$1/package-lock.json" "$2/"
cd "$2"
rm -f .installed
npm ci --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null
printf '%s' "$want" > .installed
