#!/usr/bin/env bash
# Makes everything available that building needs. What is on PATH already is used;
# what is missing goes into .tools/ and is found there the next time. With `compiler`: only what compiles Rust.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

readonly CARGO_LEPTOS=0.3.10 # 0.3.11 needs Rust 1.96
readonly BINARYEN=132.0.0
readonly WASM_TARGET=wasm32-unknown-unknown
readonly WASM_OPT_MINIMUM=116 # older ones refuse what today's rustc writes

c_compiler() {
  has cc || apt_install build-essential ||
    fail "no C compiler (cc) found; Rust links with it." "On Debian: sudo apt-get install build-essential"
}

rust() {
  local wanted found
  has cargo || fail "no Rust found." "Install it from https://rustup.rs and run this again."
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  found=$(installed_version rustc)
  at_least "$wanted" "$found" || fail "Rust $wanted or newer is needed, found '$found'." "Run: rustup update stable"
}

wasm_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET" ] && return
  has rustup || fail "this Rust has no $WASM_TARGET target." "Install Rust from https://rustup.rs, or the target with your package manager."
  say "adding Rust's $WASM_TARGET target"
  rustup target add "$WASM_TARGET" || fail "rustup could not add it." "Check the network, then run: rustup target add $WASM_TARGET"
}

# Only makes a release smaller: scripts/build-front.sh does without it, and says so.
rust_source() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] || ! has rustup && return
  say "adding the source of Rust's standard library"
  rustup component add rust-src || say "rustup could not add it"
}

# For `cargo leptos new`, which clones repositories. Without one on the system OpenSSL is compiled too, which takes longer than
# anything else here.
system_openssl() {
  has pkg-config || apt_install pkg-config || return
  pkg-config --exists openssl || apt_install libssl-dev
}

cargo_leptos() {
  local found
  found=$(installed_version cargo-leptos)
  case $found in 0.3.*) at_least "$CARGO_LEPTOS" "$found" && return ;; esac
  if ! has cargo-binstall && system_openssl; then export OPENSSL_NO_VENDOR=1; fi
  cargo_install cargo-leptos "$CARGO_LEPTOS" --locked --features no_downloads
}

# Without what runs tests in browsers.
wasm_bindgen() {
  local wanted
  wanted=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)
  [ "$(installed_version wasm-bindgen)" = "$wanted" ] ||
    cargo_install wasm-bindgen-cli "$wanted" --no-default-features --bin wasm-bindgen
}

wasm_opt() {
  at_least "$WASM_OPT_MINIMUM" "$(installed_version wasm-opt)" && return
  need_node 18
  say "installing wasm-opt (npm's binaryen $BINARYEN) into .tools/"
  npm install --prefix "$tools" --no-save --no-audit --no-fund --loglevel=error "binaryen@$BINARYEN" ||
    fail "npm could not install binaryen." "Check the network and npm's settings, or install wasm-opt $WASM_OPT_MINIMUM or newer yourself."
}

c_compiler
rust
wasm_target
rust_source
[ "${1:-}" != compiler ] || exit 0
cargo_leptos
wasm_bindgen
wasm_opt
