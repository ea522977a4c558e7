#!/usr/bin/env bash
# Runs a command where Swift is: right here when Swift 6.2 or later is on PATH, else inside the Swift root that
# ci/setup.sh builds. The current folder, the repository with its neighbours, and /tmp look the same in both.
#
#   ci/enter.sh COMMAND [ARGUMENT...]        for example: ci/enter.sh .build/release/wasm-pvm --version
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ $# -gt 0 ] || die "usage: ci/enter.sh COMMAND [ARGUMENT...]"

if [ -n "${WASM_PVM_ENTERED:-}" ] || has_swift; then
  exec env WASM_PVM_ENTERED=1 "$@"
fi
has_swift_root || die "no Swift 6.2 or later on PATH and no Swift root at $swift_root: run ci/setup.sh"

# Folders to show inside the root: the repository's parent (for ../shared and other worktrees of this repository), unless
# that is a system folder, which must stay the root's own.
folders=(/tmp)
parent=$(dirname "$repository")
case "$parent" in
  / | /usr* | /etc* | /var | /lib* | /bin | /sbin | /dev* | /proc* | /sys*)
    folders+=("$repository")
    [ -d "${parent%/}/shared" ] && folders+=("${parent%/}/shared") ;;
  *) folders+=("$parent") ;;
esac
[ -d "${WASM_PVM_SHARED:-}" ] && folders+=("$(cd "$WASM_PVM_SHARED" && pwd)")

visible=
for folder in "${folders[@]}"; do
  case "$PWD/" in "$folder"/*) visible=yes ;; esac
done
[ -n "$visible" ] || die "the current folder $PWD is not visible inside the Swift root; go to $repository"

# Variables that tools inside should see; everything else would be about this system, not about the root.
variables=(WASM_PVM_ENTERED=1 LANG=C.UTF-8
  PATH=/usr/libexec/swift/bin:/usr/lib/llvm-19/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin)
while IFS= read -r name; do
  case "$name" in
    CI | TERM | COLUMNS | NO_COLOR | LLVM_PREFIX | WASM_PVM_* | PVM_* | SWIFT_* | SWIFTPM_*)
      [ "$name" = WASM_PVM_ENTERED ] || variables+=("$name=${!name}") ;;
  esac
done < <(compgen -e)

# The caller's own user inside too, so that build products belong to them.
user=$(id -u) group=$(id -g)
home=/root
if [ "$user" -ne 0 ]; then
  home=/tmp/wasm-pvm-home-$user
  mkdir -p "$home"
fi
variables+=("HOME=$home")

# Mounts live in a namespace of this one command: nothing stays mounted, and removing the root is safe at any time.
# shellcheck disable=SC2016
as_root unshare --mount bash -euc '
  root=$1 user=$2 group=$3 directory=$4 count=$5
  shift 5
  for folder in /proc /sys /dev "${@:1:count}"; do
    mountpoint -q "$root$folder" && continue
    mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
  done
  shift "$count"
  exec chroot --userspec="$user:$group" "$root" \
    /usr/bin/env -i sh -c '\''directory=$1; shift; cd "$directory" && exec env "$@"'\'' sh "$directory" "$@"
' enter "$swift_root" "$user" "$group" "$PWD" "${#folders[@]}" "${folders[@]}" "${variables[@]}" "$@"
