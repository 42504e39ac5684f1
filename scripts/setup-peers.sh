#!/usr/bin/env bash
# Makes everything available that `make bench-peers` compares ours with, and what puts them under load. With `ours`: only what
# uses a server of ours.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root/end2end/bench/peers"

flask() {
  local installed=$tools/peers/installed-requirements.txt
  cmp -s flask/requirements.txt "$installed" && "$tools/peers/bin/gunicorn" --version >/dev/null 2>&1 && return
  say "installing Flask with Authlib and gunicorn into .tools/peers"
  python_packages "$tools/peers" --requirement flask/requirements.txt
  cp flask/requirements.txt "$installed"
}

express() {
  local installed=express/node_modules/.installed-lock.json
  cmp -s express/package-lock.json "$installed" && return
  say "installing Express with express-openid-connect"
  (cd express && npm ci --no-audit --no-fund --loglevel=error) ||
    fail "npm could not install them." "Check the network and npm's settings, then run: cd end2end/bench/peers/express && npm ci"
  cp express/package-lock.json "$installed"
}

need_python 3.10
flask
"$root/scripts/setup-redis.sh"
has taskset || apt_install util-linux || fail "no taskset found; it keeps each program on one core." "It is part of util-linux."
[ "${1:-}" != ours ] || exit 0
need_node 20
express
has wrk || apt_install wrk || fail "no wrk found; it makes the requests." "On Debian: sudo apt-get install wrk"
