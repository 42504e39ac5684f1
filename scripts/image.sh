#!/usr/bin/env bash
# Builds a container image from what `make build` made: no base image, no network, nothing compiled. The image's name is
# localhost/leptos-cognito:VERSION, or what IMAGE says.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

readonly LARGEST=45 # MB, of all files
readonly CONTEXT=target/image
readonly CONTENT=$CONTEXT/root
readonly CERTIFICATES=/etc/ssl/certs/ca-certificates.crt

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
image=${IMAGE:-localhost/leptos-cognito:$version}

# Shared libraries at the paths the dynamic linker looks for them, the linker itself among them.
copy_libraries() {
  local library
  ldd target/release/server | grep -oE '/[^ ]+' | sort -u | while read -r library; do
    install -D -m 755 "$(readlink -f "$library")" "$CONTENT$library"
  done
}

collect() {
  [ -x target/release/server ] || fail "target/release/server is missing." "Run: make build"
  rm -rf "$CONTEXT"
  install -D -m 755 target/release/server "$CONTENT/app/server"
  install -m 644 target/release/hash.txt attributes.toml "$CONTENT/app/"
  cp -r target/site "$CONTENT/app/site"
  if [ -f brand.toml ]; then
    cp -r brand.toml "$CONTENT/app/"
    [ ! -d brand ] || cp -r brand "$CONTENT/app/"
  fi
  install -d -m 700 "$CONTEXT/var"
  install -d -m 1777 "$CONTENT/tmp"
  copy_libraries
  [ -f "$CERTIFICATES" ] || apt_install ca-certificates || fail "no $CERTIFICATES found." "Install the package ca-certificates."
  install -D -m 644 "$CERTIFICATES" "$CONTENT$CERTIFICATES"
  scripts/sbom.py >"$CONTENT/app/sbom.cdx.json"
}

check_size() {
  local kilobytes
  kilobytes=$(du -sk --apparent-size "$CONTENT" | cut -f 1)
  say "$((kilobytes / 1024)) MB in $CONTENT"
  [ "$kilobytes" -le $((LARGEST * 1024)) ] || fail "the image would have more than $LARGEST MB." "See: du -ah $CONTENT | sort -h | tail"
}

build() {
  local file=deploy/image/Containerfile builder
  for builder in buildah podman docker; do
    has "$builder" && break
  done
  has "$builder" || apt_install buildah || fail "neither buildah, podman nor docker found." "Install one of them."
  has "$builder" || builder=buildah
  case $builder in
    buildah) buildah bud --quiet --format docker --file "$file" --tag "$image" "$CONTEXT" >/dev/null ;;
    *) "$builder" build --quiet --file "$file" --tag "$image" "$CONTEXT" >/dev/null ;;
  esac || fail "$builder could not build the image." "See above."
  say "$image, built with $builder"
}

collect
check_size
build
