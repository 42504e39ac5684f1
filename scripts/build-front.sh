#!/usr/bin/env bash
# Builds the release profile of what a browser loads, into target/site, compressed. Its standard library is compiled anew, without what
# only says why something panics: docs/decisions/0053-a-panic-only-traps.md.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

readonly TARGET=wasm32-unknown-unknown
readonly FLAGS="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none"

# Whether this Rust takes the flags, and has the source of its library with the crates that belong to it.
can_be_small() {
  local library
  library=$(rustc --print sysroot)/lib/rustlib/src/rust/library
  # shellcheck disable=SC2086 # several flags
  RUSTC_BOOTSTRAP=1 rustc $FLAGS --target "$TARGET" --print cfg >/dev/null &&
    RUSTC_BOOTSTRAP=1 cargo fetch --quiet --locked --manifest-path "$library/Cargo.toml" --target "$TARGET"
}

if can_be_small; then
  # Stable Rust takes such flags from who sets this. Build scripts read it, too, so that the server is built without.
  export RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$FLAGS
  set -- --lib-cargo-args=-Zbuild-std=std,panic_abort --lib-cargo-args=-Zbuild-std-features=optimize_for_size
else
  say "this Rust cannot build a small WebAssembly module (see above): it gets some 11 kB larger. Try: rustup component add rust-src"
fi

cargo leptos build --release --precompress --frontend-only "$@"
