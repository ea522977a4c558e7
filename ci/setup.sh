#!/usr/bin/env bash
# Makes a bare Debian 12 or 13 machine ready to build and test wasm-pvm. Quick when nothing is missing.
#
#   ci/setup.sh           everything, including what only the tests need
#   ci/setup.sh --build   only what building and running need
#
# With Swift 6.2 or later on PATH it installs the missing Debian packages. Without, it builds a Swift root: a Debian "sid"
# tree at $WASM_PVM_SWIFT_ROOT (default /opt/swift-root, about 5 GB) that has Swift, LLVM and the test tools inside; every
# script in this folder then works in there by itself. Nothing outside that folder changes, apart from the package debootstrap.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scope=all
case "${1:-}" in
  "") ;;
  --build) scope=build ;;
  *) die "usage: ci/setup.sh [--build]" ;;
esac

# Inside the root everything is installed at once: one recipe, one state.
root_packages="swiftlang swiftlang-dev llvm-19-dev wabt clang-19 lld-19 nodejs csmith libcsmith-dev wasi-libc libclang-rt-19-dev-wasm32 libc++-19-dev-wasm32 libc++abi-19-dev-wasm32 git python3 libc6-dev zlib1g-dev rustc cargo libstd-rust-dev-wasm32 lld"
mirror=${WASM_PVM_DEBIAN_MIRROR:-http://deb.debian.org/debian}

# Installs Debian packages on this machine, or says what to do.
install_packages() {
  command -v apt-get >/dev/null 2>&1 ||
    die "this system has no apt-get; install these Debian packages' equivalents by hand: $*"
  say "installing Debian packages, about a minute: $*"
  # Where the machine's lists of packages are old or missing, the first attempt fails.
  if ! shown as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; then
    say "trying again with new lists of packages"
    shown as_root apt-get update
    shown as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" ||
      die "could not install $*; see apt-get's message above"
  fi
}

# Runs a command and shows what it prints, indented and without what apt-get says of every file of a package.
shown() { "$@" 2>&1 </dev/null | sed -u -E '/^(\(Reading database|Selecting|Preparing to|$)/d; s/^/   /'; }

# Names the packages that a machine with its own Swift lacks, judged by the files and commands they bring.
missing_packages() {
  if [ -n "${LLVM_PREFIX:-}" ]; then
    [ -e "$LLVM_PREFIX/include/llvm-c/Core.h" ]
  else
    [ -e /usr/include/llvm-c-19/llvm-c/Core.h ]
  fi || echo llvm-19-dev
  command -v wat2wasm >/dev/null || echo wabt
  [ "$scope" = all ] || return 0
  command -v clang-19 >/dev/null || echo clang-19
  command -v wasm-ld-19 >/dev/null || echo lld-19
  command -v node >/dev/null || echo nodejs
  command -v csmith >/dev/null || echo csmith
  [ -e /usr/include/csmith/csmith.h ] || echo libcsmith-dev
  command -v python3 >/dev/null || echo python3
  [ -e /usr/include/wasm32-wasi ] || echo wasi-libc
  [ -e /usr/lib/llvm-19/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a ] || echo libclang-rt-19-dev-wasm32
  [ -e /usr/lib/llvm-19/lib/wasm32-wasi/libc++.a ] || echo libc++-19-dev-wasm32
  [ -e /usr/lib/llvm-19/lib/wasm32-wasi/libc++abi.a ] || echo libc++abi-19-dev-wasm32
  [ -x /usr/bin/rustc ] || echo rustc
  [ -x /usr/bin/cargo ] || echo cargo
  [ -e /usr/lib/rustlib/wasm32-unknown-unknown ] || echo libstd-rust-dev-wasm32
  # Debian's Rust needs Debian's: newer ones, such as a Swift toolchain's, refuse its libraries.
  [ -x /usr/bin/wasm-ld ] || echo lld
}

# Runs a command inside the Swift root (or a root in the making), as root, with /proc mounted.
inside() {
  # shellcheck disable=SC2016
  as_root unshare --mount bash -euc '
    for folder in /proc /sys /dev; do
      mountpoint -q "$1$folder" || mount --rbind "$folder" "$1$folder"
    done
    exec chroot "$1" env -i LANG=C.UTF-8 HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      DEBIAN_FRONTEND=noninteractive "${@:2}"
  ' inside "$@"
}

# Builds the Swift root at $swift_root, or completes it.
build_root() {
  local root=$swift_root
  if [ ! -d "$root" ]; then
    command -v debootstrap >/dev/null 2>&1 || [ -x /usr/sbin/debootstrap ] || install_packages debootstrap
    say "no Swift on PATH: making a Debian sid tree with Swift in it at $root"
    root=$swift_root.partial
    as_root rm -rf "$root"
    as_root mkdir -p "$root"
    as_root env PATH="$PATH:/usr/sbin:/sbin" debootstrap --variant=minbase --include=ca-certificates,eatmydata \
      sid "$root" "$mirror" 2>&1 | tee "$log" | sed -u 's/^/   /' || die "debootstrap failed; see its messages above"
  fi
  # A frozen mirror's index is older than it says it may be; recommended packages would double the size.
  printf 'Acquire::Check-Valid-Until "false";\nAPT::Install-Recommends "false";\n' |
    as_root tee "$root/etc/apt/apt.conf.d/90wasm-pvm" >/dev/null
  as_root cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  say "installing into it: $root_packages"
  # shellcheck disable=SC2086
  { inside "$root" apt-get update && inside "$root" eatmydata apt-get install -y $root_packages &&
      inside "$root" apt-get clean; } 2>&1 | tee "$log" | sed -u 's/^/   /' ||
    die "installing Swift into $root failed; see the messages above"
  # Debian's package lacks this library, which only has to exist: Swift Testing links it and uses nothing of it.
  local stub=/usr/libexec/swift/lib/swift/linux/lib_Testing_Foundation.so
  # shellcheck disable=SC2016
  inside "$root" sh -c '[ -e "$0" ] || { : >/tmp/empty.c && clang-19 -shared -o "$0" /tmp/empty.c && rm /tmp/empty.c; }' "$stub"
  inside "$root" swift --version >/dev/null || die "the Swift in $root does not run"
  printf '%s\n' "$root_packages" | as_root tee "$root/.wasm-pvm" >/dev/null
  [ "$root" = "$swift_root" ] || as_root mv "$root" "$swift_root"
  say "the Swift root is ready: $swift_root"
}

if has_swift; then
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
  say "set up, with $(swift --version 2>/dev/null | grep -o 'Swift version [0-9.]*' | head -n 1)"
elif [ "$(cat "$swift_root/.wasm-pvm" 2>/dev/null)" != "$root_packages" ]; then
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  build_root
fi
