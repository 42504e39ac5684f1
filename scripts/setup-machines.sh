#!/usr/bin/env bash
# Makes available what runs beside several processes of the application: the store they share, and the proxy before them.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

PATH=$PATH:/usr/sbin # where Debian has nginx

"$root/scripts/setup-redis.sh"
has nginx || apt_install nginx-light ||
  fail "no nginx found." "On Debian: sudo apt-get install nginx-light. It need not run: the tests start their own."
has setpriv || apt_install util-linux ||
  fail "no setpriv found; with it the tests see to it that nothing they started outlives them." "It is part of util-linux."
