#!/usr/bin/env bash
# Builds the image and lets the browser tests of a first sign-in run against it. Needs root, for runc.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

readonly JOURNEYS=(tests/first-sign-in.spec.ts tests/sign-out.spec.ts)

is_root || fail "runc needs root here." "Run as root, or try the image as docs/operate/image.md says."
for tool in buildah runc; do
  has "$tool" || apt_install "$tool" || fail "no $tool found." "On Debian: apt-get install $tool"
done

export IMAGE=localhost/leptos-cognito:test
scripts/image.sh
work=$(mktemp -d)
container=$(buildah from --pull-never "$IMAGE")
trap 'buildah rm "$container" >/dev/null; rm -rf "$work"' EXIT
IMAGE_ROOT=$(buildah mount "$container")
IMAGE_CONFIG=$work/config.json
export IMAGE_ROOT IMAGE_CONFIG
buildah inspect --type image "$IMAGE" | python3 -c 'import json, sys; json.dump(json.load(sys.stdin)["OCIv1"]["config"], sys.stdout)' >"$IMAGE_CONFIG"

say "the version in the image: $(chroot "$IMAGE_ROOT" /app/server --version)"
cd end2end
SERVER=$root/scripts/image-run.sh npx playwright test --project=wasm "${JOURNEYS[@]}"
