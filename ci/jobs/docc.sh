#!/usr/bin/env bash
# On demand: the documentation of the library products, as DocC makes it from comments and catalogs; a link that leads nowhere fails.
# Needs the debug build of the libraries; writes .build/docc/MODULE.doccarchive.
. "$(dirname "$0")/../job.sh"
swift build --target WasmPVM
swift build --target JAMHost
modules=$(swift build --show-bin-path)/Modules
target=$(swift -print-target-info | sed -n 's/.*"unversionedTriple" : "\(.*\)".*/\1/p' | head -1)
for module in PVM PVMVM JAMHost Wasm WasmPVM; do
  graphs=.build/docc/$module.symbols
  rm -rf "$graphs" && mkdir -p "$graphs"
  swift symbolgraph-extract -module-name "$module" -I "$modules" -I Sources/CLLVM/debian -target "$target" -minimum-access-level public \
    -output-dir "$graphs"
  docc convert "Sources/$module/$module.docc" --additional-symbol-graph-dir "$graphs" --fallback-display-name "$module" \
    --fallback-bundle-identifier "$module" --output-path ".build/docc/$module.doccarchive" --warnings-as-errors
  say "$module: .build/docc/$module.doccarchive"
done
