import Foundation
import TestSupport
import Testing

/// Tests that need material of the shared folder say that they are skipped without it; continuous integration must not
/// skip them.
@Test(.enabled(if: ProcessInfo.processInfo.environment["CI"] != nil, "for continuous integration"))
func sharedMaterialIsThere() {
  for folder in [
    "spec", "testsuite", "vectors/pvm", "vectors/traces", "programs/wasm", "bench/wasm",
  ] {
    #expect(SharedFolder.folder(folder) != nil, "there is no \(folder) in the shared folder")
  }
}
