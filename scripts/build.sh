#!/usr/bin/env bash
# Builds the release profile, with the tools that it takes: target/site for browsers, target/release/server.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

scripts/setup-rust.sh compiler

# The server needs none of the tools, and the last crates of whatever is built take one core: so it is begun now, with the one
# variable of cargo-leptos that is compiled in. It is quiet, because the last command says whatever is wrong with it.
LEPTOS_OUTPUT_NAME=leptos-cognito cargo build --release --package server --bin server >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

scripts/setup-rust.sh
scripts/build-front.sh
say "building the server"
cargo leptos build --release --server-only
