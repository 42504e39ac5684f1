#!/usr/bin/env bash
# Makes everything available that the contract tests need: the official clients of Amazon Cognito,
# for Python in .tools/venv, for Node in end2end/contract/node_modules, and Apache with mod_auth_openidc.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$root/end2end/contract"

readonly PYTHON_MINIMUM=3.10 # boto3's own
readonly VENV=$tools/venv
readonly TEMPLATES=$tools/templates
readonly MINISTACK=$tools/ministack

clients_for_python() {
  local installed=$VENV/installed-requirements.txt
  # A virtual environment does not survive a move of this directory: its programs name their place.
  cmp -s requirements.txt "$installed" && "$VENV/bin/pytest" --version >/dev/null 2>&1 && return
  say "installing the Python packages of end2end/contract/ into .tools/venv"
  python_packages "$VENV" --requirement requirements.txt
  cp requirements.txt "$installed"
}

# Programs that judge templates, apart from the clients: checkov wants a boto3 of its own.
judges_of_templates() {
  local installed=$TEMPLATES/installed-requirements.txt
  cmp -s templates/requirements.txt "$installed" && "$TEMPLATES/bin/cfn-lint" --version >/dev/null 2>&1 && return
  say "installing the Python packages of end2end/contract/templates into .tools/templates"
  python_packages "$TEMPLATES" --requirement templates/requirements.txt
  cp templates/requirements.txt "$installed"
}

# A stand-in for AWS by others; it wants a boto3 of its own, too.
another_aws() {
  local installed=$MINISTACK/installed-requirements.txt
  cmp -s templates/ministack.txt "$installed" && "$MINISTACK/bin/ministack" --help >/dev/null 2>&1 && return
  say "installing ministack into .tools/ministack"
  python_packages "$MINISTACK" --requirement templates/ministack.txt
  cp templates/ministack.txt "$installed"
}

npm_packages() {
  local installed=node_modules/.installed-lock.json
  cmp -s package-lock.json "$installed" && return
  say "installing the npm packages of end2end/contract/"
  npm ci --no-audit --no-fund --loglevel=error ||
    fail "npm could not install them." "Check the network and npm's settings, then run: cd end2end/contract && npm ci"
  cp package-lock.json "$installed"
}

# The server and the module only, so that no service is set up or started.
apache() {
  local package
  for package in apache2-bin libapache2-mod-auth-openidc; do
    dpkg --status "$package" >/dev/null 2>&1 || apt_install "$package" ||
      fail "Apache with mod_auth_openidc is needed." "On Debian: sudo apt-get install apache2-bin libapache2-mod-auth-openidc"
  done
}

# Rates the unit of deploy/systemd; nothing is started.
systemd() {
  has systemd-analyze || apt_install systemd ||
    fail "systemd-analyze is needed." "On Debian: sudo apt-get install systemd"
}

need_node 20
need_python "$PYTHON_MINIMUM"
clients_for_python
judges_of_templates
another_aws
npm_packages
apache
systemd
