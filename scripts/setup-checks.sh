#!/usr/bin/env bash
# Makes available what `make check` needs besides Rust and Redis.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

readonly CARGO_DENY=0.20.2
readonly CARGO_MACHETE=0.9.1
readonly TYPOS=1.52.0

spell_checker() {
  [ "$(installed_version typos)" = "$TYPOS" ] && return
  need_python 3.8
  say "installing typos $TYPOS into .tools/"
  python_packages "$tools/typos" "typos==$TYPOS"
  ln -sf ../typos/bin/typos "$tools/bin/typos"
}

at_least "$CARGO_DENY" "$(installed_version cargo-deny)" || cargo_install cargo-deny "$CARGO_DENY" --locked
at_least "$CARGO_MACHETE" "$(installed_version cargo-machete)" || cargo_install cargo-machete "$CARGO_MACHETE" --locked
spell_checker
