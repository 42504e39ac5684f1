#!/usr/bin/env bash
# Makes Lighthouse available for `make lighthouse`, in a folder of its own: the tests do without it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root/end2end/lighthouse"

need_node 20
installed=node_modules/.installed-lock.json
cmp -s package-lock.json "$installed" && exit
say "installing Lighthouse into end2end/lighthouse"
npm ci --no-audit --no-fund --loglevel=error ||
  fail "npm could not install it." "Check the network and npm's settings, then run: cd end2end/lighthouse && npm ci"
cp package-lock.json "$installed"
