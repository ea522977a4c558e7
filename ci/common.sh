# Shared by the scripts in this folder; sourced, never run.
# shellcheck shell=bash

# The repository's top folder.
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Where the Swift root is, or would be built: a small Debian "sid" tree with Swift in it, for machines that have no
# Swift of their own (Docs/Decisions/0002-swift-root.md).
swift_root=${WASM_PVM_SWIFT_ROOT:-/opt/swift-root}

# Prints a message of ours so that it stands out from the tools' output.
say() { printf '== %s\n' "$*"; }

# Prints a message to stderr and ends the script.
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Whether a Swift compiler that can build this package (6.2 or later) is on PATH.
has_swift() {
  local version
  command -v swift >/dev/null 2>&1 || return 1
  version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)
  # shellcheck disable=SC2086
  set -- ${version:-0 0}
  [ "$1" -gt 6 ] || { [ "$1" -eq 6 ] && [ "$2" -ge 2 ]; }
}

# Whether the Swift root is there.
has_swift_root() { [ -e "$swift_root/.wasm-pvm" ]; }

# Runs a command as root: directly, through sudo, or not at all.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    die "this needs root and there is no sudo: run as root: $*"
  fi
}
