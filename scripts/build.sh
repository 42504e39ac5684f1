#!/usr/bin/env bash
# Builds the release profile, with the tools that it takes: target/site for browsers, target/release/server.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

scripts/setup-rust.sh compiler

# What `make pgo` has measured, if it has: then what is used is made fast, and across crates.
profile=$(compgen -G "$root/target/pgo/*.profdata" || true)
if [ -n "$profile" ] && [[ $profile != *-"$(profile_settings)".profdata ]]; then
  say "$profile was measured with another Rust or other settings, and would fit nothing. Try: make pgo"
  rm -f "$profile"
  profile=
fi
if [ -n "$profile" ]; then
  say "making fast what $profile says is used"
  host=$(rustc --version --verbose | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')
  export "${shipped?}" "CARGO_TARGET_${host}_RUSTFLAGS=-Cprofile-use=$profile"
fi

# The server needs none of the tools, and the last crates of whatever is built take one core: so it is begun now, with the one
# variable of cargo-leptos that is compiled in. It is quiet, because the last command says whatever is wrong with it.
LEPTOS_OUTPUT_NAME=leptos-cognito cargo build --release --package server --bin server >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

scripts/setup-rust.sh
scripts/build-front.sh
say "building the server"
cargo leptos build --release --server-only
