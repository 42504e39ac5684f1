#!/usr/bin/env bash
# Draws the terminal pictures of the README from what the programs really print, into docs/pictures.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root"

readonly PICTURES=$tools/pictures

need_python 3.10
"$PICTURES/bin/python" -c 'import rich' 2>/dev/null || python_packages "$PICTURES" rich==15.0.0
"$PICTURES/bin/python" scripts/pictures.py
