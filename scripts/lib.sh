# shellcheck shell=bash
# Sourced by the other scripts: where things are, and how to talk to the person who runs them.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # used by the scripts that source this one
tools=$root/.tools
export PATH="$tools/bin:$tools/node_modules/.bin:$PATH"

# The setting of a release that ships.
# shellcheck disable=SC2034 # used by the scripts that source this one
shipped=CARGO_PROFILE_RELEASE_LTO=thin

# profile_settings: what names of functions are made of, besides the code. What was measured with others fits nothing, and the
# compiler does not say so.
profile_settings() {
  { rustc --version --verbose && sed -n '/^\[profile\./,/^\[\[/p' "$root/Cargo.toml" && echo "$shipped"; } | sha256sum | cut -c 1-8
}

say() { printf '==> %s\n' "$*"; }

# fail WHAT ADVICE: what went wrong, and what to do about it.
fail() {
  printf '\nset-up failed: %s\n  %s\n' "$1" "$2" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# at_least WANTED FOUND: is version FOUND the same as WANTED or newer?
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

# installed_version COMMAND...: the first version number that a command prints, or nothing.
installed_version() { "$@" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)*' | head -n 1 || true; }

# need_node MINIMUM
need_node() {
  at_least "$1" "$(installed_version node)" ||
    fail "Node $1 or newer is needed, found '$(installed_version node)'." "Install it from https://nodejs.org and run this again."
}

# need_python MINIMUM: with what makes virtual environments.
need_python() {
  at_least "$1" "$(installed_version python3)" ||
    fail "Python $1 or newer is needed, found '$(installed_version python3)'." "Install it from https://www.python.org and run this again."
  python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv ||
    fail "Python has no venv module." "On Debian: sudo apt-get install python3-venv"
}

# python_packages DIRECTORY PIP_ARGUMENTS...: a new virtual environment with these packages.
# Without compiling them, because Python itself compiles what is used of them.
python_packages() {
  local directory=$1
  shift
  python3 -m venv --clear "$directory" || fail "no virtual environment could be made in $directory." "See above."
  "$directory/bin/pip" install --quiet --disable-pip-version-check --no-compile "$@" ||
    fail "pip could not install: $*" "Check the network and pip's settings, then run this again."
}

# apt_install PACKAGE: only for root on Debian and its kin; says no otherwise.
apt_install() {
  is_root && has apt-get || return 1
  say "installing $1 with apt"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# cargo_install PACKAGE VERSION FLAGS...: prebuilt where cargo-binstall is there and finds it. Else built without optimization:
# that is quicker to make, and quick enough to use.
cargo_install() {
  local package=$1 version=$2
  shift 2
  if has cargo-binstall; then
    say "fetching $package $version into .tools/"
    cargo-binstall --no-confirm --disable-telemetry --disable-strategies compile --root "$tools" "$package@$version" && return
    say "it could not be fetched"
  fi
  say "building $package $version into .tools/ (once; takes some minutes)"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install "$package" --version "$version" --debug --root "$tools" "$@" ||
    fail "$package $version did not build." "See above. With a network, try: cargo install $package --version $version"
}
