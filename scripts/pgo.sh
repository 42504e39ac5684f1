#!/usr/bin/env bash
# Measures which code of the server is used: builds one that counts, and uses it on each store. From then on scripts/build.sh makes
# that code fast: docs/decisions/0054-a-build-that-knows-what-is-used.md.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

readonly COUNTING=$root/target/pgo

# The compiler's own: another version cannot read what it writes.
profdata() {
  local found
  found=$(dirname "$(rustc --print target-libdir)")/bin/llvm-profdata
  [ -x "$found" ] || ! has rustup || rustup component add llvm-tools
  [ -x "$found" ] || fail "no llvm-profdata found that belongs to this Rust." "Install it: rustup component add llvm-tools"
  "$found" "$@"
}

# What is counted while compiling is of no use: build scripts count, too.
build() {
  say "building a server that counts (takes as long as a release)"
  env "$shipped" LEPTOS_OUTPUT_NAME=leptos-cognito LLVM_PROFILE_FILE=/dev/null RUSTFLAGS="-Cprofile-generate=$COUNTING/counted" \
    cargo build --release --package server --bin server --target-dir "$COUNTING"
  cp target/release/hash.txt "$COUNTING/release/"
}

use() {
  say "using it"
  SERVER=$COUNTING/release/server .tools/peers/bin/python end2end/bench/peers/train.py
}

# By its content: cargo compiles anew when the name changes.
keep() {
  profdata merge --output "$COUNTING/merged" "$COUNTING/counted"
  rm -f "$COUNTING"/*.profdata
  mv "$COUNTING/merged" "$COUNTING/$(sha256sum "$COUNTING/merged" | cut -c 1-16)-$(profile_settings).profdata"
}

profdata --version >/dev/null
# Pages are not served without their front end.
[ -f target/release/hash.txt ] || scripts/build.sh
rm -rf "$COUNTING/counted"
build
use
keep
say "the next \`make build\` makes fast what was used"
