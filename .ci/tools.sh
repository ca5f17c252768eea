# Sourced by the checks that need more than npm gives. Tools are kept outside the clone, by version.
# shellcheck shell=bash

tools="${XDG_CACHE_HOME:-$HOME/.cache}/thousandeyes-snapshot-ci"

# skipped WHAT WHY: the one way in which a check may end without a verdict.
skipped() { printf 'SKIPPED: %s, because %s.\n' "$1" "$2"; }

# find_go: prints where Go is.
find_go() { command -v go || { [ -x /usr/local/go/bin/go ] && echo /usr/local/go/bin/go; }; }

# why_no_go MINOR: prints why a tool that needs Go 1.MINOR cannot be built here; nothing when it can. From 1.21 on, Go fetches
# a later one by itself, unless GOTOOLCHAIN forbids it.
why_no_go() {
  local go minor
  go=$(find_go) || { echo 'Go is not on this machine'; return; }
  minor=$("$go" env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
  if [ "$minor" -lt "$1" ] && { [ "$minor" -lt 21 ] || [ "$("$go" env GOTOOLCHAIN)" != auto ]; }; then
    echo "it needs Go 1.$1, and here is only 1.$minor"
  fi
}

# go_tool MODULE@VERSION: builds a command once and prints where it is.
go_tool() {
  local folder="$tools/${1//[^A-Za-z0-9.@-]/-}" path=${1%@*}
  [ -x "$folder/${path##*/}" ] || GOBIN="$folder" "$(find_go)" install "$1" >&2 || return
  echo "$folder/${path##*/}"
}

# apt_install PACKAGE: installs a package of Debian's where this user may; fails where not.
apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1"; } >/dev/null 2>&1
}

# why_no_pip: prints why nothing of Python's can be installed here; nothing when it can.
why_no_pip() {
  command -v python3 >/dev/null || { echo 'Python is not on this machine'; return; }
  python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv || echo 'pip is not on this machine'
}

# pip_tool NAME VERSION: installs a command into an environment of its own once and prints where it is.
pip_tool() {
  local venv="$tools/$1-$2"
  [ -x "$venv/bin/$1" ] ||
    { python3 -m venv --clear "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check "$1==$2"; } >&2 ||
    return
  echo "$venv/bin/$1"
}
