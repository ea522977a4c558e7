#!/usr/bin/env bash
# Makes a Debian package and a tarball of the command that run on a machine without Swift: Swift's library is inside, LLVM 19 is
# Debian's package libllvm19. On demand; run-all.sh does not call it.
#
#   ci/jobs/debian.sh          .build/packages/wasm-pvm_VERSION_ARCHITECTURE.deb and .tar.gz, looked at
#   ci/jobs/debian.sh --try    the same, and both tried in a bare tree of this Debian release (debootstrap, as root, four minutes)
. "$(dirname "$0")/../job.sh"
build_command

version=$("$wasm_pvm" --version | sed -E 's/^wasm-pvm ([^,]*).*/\1/')
architecture=$(dpkg --print-architecture)
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -print-multiarch 2>/dev/null || echo x86_64-linux-gnu)
name=wasm-pvm_${version}_$architecture
products=$repository/.build/$configuration
work=$(mktemp -d)
cleanup() { rm -rf "$work"; }
trap cleanup EXIT

# The same source gives the same package.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
export SOURCE_DATE_EPOCH

say "linking the command with Swift's library inside"
resources=$(swiftc -print-target-info | sed -nE 's/.*"runtimeResourcePath": "([^"]*)".*/\1/p')
libraries=${resources}_static
[ -e "$libraries/linux/libswiftCore.a" ] ||
  die "this Swift has no static library ($libraries): swift.org's has; Debian's package swiftlang has not"
tree=$work/tree
mkdir -p "$tree/usr/bin"
# The objects are those of the build; what they say about Foundation is for the shared one, so its parts are named here.
# SwiftPM calls the entry point wasm_pvm_main, so that tests could import the module.
swiftc -static-stdlib -o "$tree/usr/bin/wasm-pvm" "@$products/wasm-pvm.product/Objects.LinkFileList" \
  -Xlinker --defsym=main=wasm_pvm_main \
  -L "${LLVM_PREFIX:-/usr/lib/llvm-19}/lib" -lLLVM-19 \
  -lFoundation -lCoreFoundation -lFoundationInternationalization -lFoundationEssentials -l_FoundationCollections \
  -l_FoundationCShims -l_FoundationICU -lswiftSynchronization \
  -Xlinker --gc-sections
strip "$tree/usr/bin/wasm-pvm"

# What must be there at run time, and nothing of Swift's.
needed=$(readelf -d "$tree/usr/bin/wasm-pvm" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p' | sort)
while read -r library; do
  case "$library" in
    libLLVM.so.19.1 | libc.so.6 | libm.so.6 | libstdc++.so.6 | libgcc_s.so.1 | ld-linux*.so.* | libpthread.so.0 | libdl.so.2 | librt.so.1) ;;
    *) die "the command needs $library, which no package of the list brings" ;;
  esac
done <<<"$needed"
# The newest symbol version of the C library says on which Debian it runs.
libc=$(objdump -T "$tree/usr/bin/wasm-pvm" | grep -oE 'GLIBC_2\.[0-9]+' | sort -V | tail -n 1 | sed 's/GLIBC_//')

say "writing pages and completions"
man=$tree/usr/share/man/man1
mkdir -p "$man" "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions" \
  "$tree/usr/share/fish/vendor_completions.d" "$tree/usr/share/doc/wasm-pvm"
command=$tree/usr/bin/wasm-pvm
"$command" man | gzip -9n >"$man/wasm-pvm.1.gz"
for word in $("$command" help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do "$command" man "$word" | gzip -9n >"$man/wasm-pvm-$word.1.gz"; done
"$command" completions bash >"$tree/usr/share/bash-completion/completions/wasm-pvm"
"$command" completions zsh >"$tree/usr/share/zsh/vendor-completions/_wasm-pvm"
"$command" completions fish >"$tree/usr/share/fish/vendor_completions.d/wasm-pvm.fish"
cp LICENSE "$tree/usr/share/doc/wasm-pvm/copyright"
gzip -9nc CHANGELOG.md >"$tree/usr/share/doc/wasm-pvm/changelog.gz"
cp -R Docs "$tree/usr/share/doc/wasm-pvm/Docs"

out=$repository/.build/packages
mkdir -p "$out"
# Everything is as old as the source, belongs to root, and may be read by all.
chmod -R u=rwX,go=rX "$tree"
find "$tree" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
tar -C "$tree" --sort=name --owner=0 --group=0 --numeric-owner --transform "s,^\./usr,wasm-pvm-$version," -cf - ./usr |
  gzip -9n >"$out/$name.tar.gz"

mkdir "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<END
Package: wasm-pvm
Version: $version
Architecture: $architecture
Maintainer: The wasm-pvm maintainers <maintainers@users.noreply.invalid>
Installed-Size: $(du -sk "$tree/usr" | cut -f 1)
Depends: libc6 (>= $libc), libgcc-s1, libstdc++6 (>= 12), libllvm19
Recommends: wabt
Suggests: clang-19, lld-19
Section: devel
Priority: optional
Description: compiler from WebAssembly to the PVM of JAM, with an interpreter
 Compiles WebAssembly modules to programs for the PVM, the register machine that
 runs services on JAM, and runs them: profiles, traces, simulated services.
END
touch -d "@$SOURCE_DATE_EPOCH" "$tree/DEBIAN/control" "$tree/DEBIAN"
dpkg-deb --root-owner-group --uniform-compression -Zxz --build "$tree" "$out/$name.deb" >/dev/null

"$command" --version
echo "debian: $(du -h "$out/$name.deb" | cut -f 1) $name.deb, $(du -h "$out/$name.tar.gz" | cut -f 1) $name.tar.gz, libc6 >= $libc"
[ "${1:-}" = --try ] || exit 0

say "a bare tree of this Debian release: three minutes"
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=${WASM_PVM_DEBIAN_MIRROR:-http://deb.debian.org/debian}
debootstrap=$(command -v debootstrap || echo /usr/sbin/debootstrap)
[ -x "$debootstrap" ] || die "this needs debootstrap: apt-get install debootstrap"
bare=$work/bare
PATH=$PATH:/usr/sbin:/sbin as_root "$debootstrap" --variant=minbase "$release" "$bare" "$mirror" >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log"; die "debootstrap failed"; }
cp -L /etc/resolv.conf "$bare/etc/resolv.conf"
cp "$out/$name.deb" "$out/$name.tar.gz" "$bare/tmp"
# What a first user does: a service in text, its tests, a run; then the pages that came with it.
cat >"$bare/tmp/try.sh" <<'END'
set -eu
command=$1
if command -v swift; then exit 1; fi
cd "$(mktemp -d)"
start=$(date +%s%N)
"$command" --version
"$command" new first --language wat
cd first
"$command" test
"$command" run --entry refine | grep -x 'output: 0300000000000000'
echo "first result after $((($(date +%s%N) - start) / 1000000)) ms"
[ $((($(date +%s%N) - start) / 1000000)) -lt 10000 ]
END
# Swift's library reads a command's arguments from /proc, which every machine has, and a tree has not by itself.
# shellcheck disable=SC2016
inside() {
  as_root unshare --mount bash -euc '
    mount --rbind /proc "$1/proc"
    exec chroot "$1" env -i DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "${@:2}"
  ' inside "$bare" "$@"
}
inside apt-get update >"$work/log" 2>&1 || { cat "$work/log"; die "apt-get update failed"; }
inside apt-get install -y "/tmp/$name.deb" >"$work/log" 2>&1 || { tail -n 20 "$work/log"; die "the package cannot be installed"; }
say "the package"
inside sh /tmp/try.sh wasm-pvm
for file in /usr/share/bash-completion/completions/wasm-pvm /usr/share/doc/wasm-pvm/copyright; do [ -s "$bare$file" ] || die "there is no $file"; done
inside apt-get remove -y wasm-pvm >/dev/null 2>&1
if inside sh -c "command -v wasm-pvm"; then die "the package does not go away"; fi
say "the tarball"
inside tar -C /opt -xzf "/tmp/$name.tar.gz"
inside sh /tmp/try.sh "/opt/wasm-pvm-$version/bin/wasm-pvm"
say "both run on a machine without Swift"
