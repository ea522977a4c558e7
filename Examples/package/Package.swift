// swift-tools-version: 6.2
import PackageDescription

// A package that uses the compiler as a library, by its version.
//
// It needs Swift 6.2 or later, and LLVM 19 (Debian package llvm-19-dev), as the compiler itself. WASM_PVM_URL is where the repository is;
// ci/jobs/package.sh --run builds and runs this example.
let package = Package(
  name: "package",
  dependencies: [
    .package(url: Context.environment["WASM_PVM_URL"] ?? "../..", from: "0.1.0")
  ],
  targets: [
    .executableTarget(
      name: "compile",
      dependencies: [
        .product(name: "WasmPVM", package: "wasm-pvm"), .product(name: "PVM", package: "wasm-pvm"),
        .product(name: "PVMVM", package: "wasm-pvm"),
      ])
  ]
)
