#!/usr/bin/env bash
# Makes redis-server available: the tests of the session store that several machines share start their own.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

has redis-server || apt_install redis-server ||
  fail "no redis-server found." "On Debian: sudo apt-get install redis-server. Valkey does as well, under that name."
