#!/usr/bin/env bash
# Makes everything available that the browser tests need: npm packages and a Chromium.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root/end2end"

npm_packages() {
  local installed=node_modules/.installed-lock.json
  cmp -s package-lock.json "$installed" && return
  say "installing the npm packages of end2end/"
  npm ci --no-audit --no-fund --loglevel=error || fail "npm could not install them." "Check the network and npm's settings, then run: cd end2end && npm ci"
  cp package-lock.json "$installed"
}

is_debian() { grep -qs '^ID=debian$' /etc/os-release; }

chromium() {
  if [ -z "${CHROMIUM:-}" ] && is_debian && ! has chromium-headless-shell; then apt_install chromium-headless-shell || true; fi
  node chromium.mjs >/dev/null && return
  if is_debian && apt_install chromium; then return; fi
  say "downloading Playwright's Chromium"
  npx playwright install chromium ||
    fail "no Chromium found, and none could be installed." \
      "Install Chromium or Google Chrome with your package manager, or set CHROMIUM to the path of one."
}

need_node 20
npm_packages
chromium
