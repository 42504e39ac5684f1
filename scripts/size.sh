#!/usr/bin/env bash
# Prints what a browser loads with its first page, as built by `make build`, and fails above the budget.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

# WebAssembly, JavaScript and CSS together, compressed with brotli, in bytes.
readonly BUDGET=137000

bytes() { wc -c <"$1" | tr -d ' '; }

row() { printf '%-55s %10s %10s\n' "$@"; }

cd "$root/target/site/pkg" 2>/dev/null || fail "nothing is built." "Run: make build"
shopt -s nullglob
files=(*.wasm *.js *.css)
[ "${#files[@]}" -eq 3 ] || fail "one file each of wasm, js and css is expected, found: ${files[*]}" "Run: rm -r target/site && make build"

raw=0 brotli=0
row file raw brotli
for file in "${files[@]}"; do
  [ -f "$file.br" ] || fail "$file is not compressed." "Run: make build"
  row "$file" "$(bytes "$file")" "$(bytes "$file.br")"
  raw=$((raw + $(bytes "$file"))) brotli=$((brotli + $(bytes "$file.br")))
done
row "first load" "$raw" "$brotli"
row budget "" "$BUDGET"

[ "$brotli" -le "$BUDGET" ] ||
  fail "the first load is $((brotli - BUDGET)) bytes above the budget." "docs/decisions/0009-islands.md, 0046-what-an-island-weighs.md and 0053-a-panic-only-traps.md say what weighs in the browser, and what does not."
