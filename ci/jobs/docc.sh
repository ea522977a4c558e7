#!/usr/bin/env bash
# On demand: the documentation of the library products, as DocC makes it from comments and catalogs, in .build/docc/MODULE.doccarchive.
# What DocC says against it fails, such as a link that leads nowhere; only parameters that need no explanation may have none.
. "$(dirname "$0")/../job.sh"
swift build --target WasmPVM
swift build --target JAMHost
modules=$(swift build --show-bin-path)/Modules
for module in PVM PVMVM JAMHost Wasm WasmPVM; do
  graphs=.build/docc/$module.symbols
  rm -rf "$graphs"
  mkdir -p "$graphs"
  # SwiftPM writes the map of a C++ target that has none of its own.
  swift symbolgraph-extract -module-name "$module" -I "$modules" -Xcc -ISources/CLLVM/debian -Xcc "-fmodule-map-file=${modules%/Modules}/CDWARF.build/module.modulemap" -target "$(uname -m)-unknown-linux-gnu" \
    -minimum-access-level public -output-dir "$graphs"
  docc convert "Sources/$module/$module.docc" --additional-symbol-graph-dir "$graphs" --fallback-display-name "$module" \
    --fallback-bundle-identifier "$module" --output-path ".build/docc/$module.doccarchive" >".build/docc/$module.log" 2>&1
  if grep -E '^(warning|error)' ".build/docc/$module.log" | grep -v 'is missing documentation'; then die "DocC: $module"; fi
  say "$module: .build/docc/$module.doccarchive"
done
