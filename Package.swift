// swift-tools-version: 6.2
import PackageDescription

/// Where LLVM 19 is installed, if not where Debian's package puts it: flags for that are "unsafe", so that packages that depend on this
/// one by version cannot have them.
let llvmPrefix = Context.environment["LLVM_PREFIX"]

/// Continuous integration turns every warning into an error; a user's newer compiler must not.
let strictWarnings: [SwiftSetting] =
  Context.environment["WASM_PVM_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// Settings of every Swift target.
let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
  ] + strictWarnings

/// Where `CLLVM`'s module map is: beside links to Debian's headers, which need no flags, or alone.
let llvmHeadersPath = llvmPrefix == nil ? "debian" : "prefix"

/// Lets the C importer find LLVM's headers in another place; every module that imports `LLVM` needs it too.
let llvmHeaders: [SwiftSetting] =
  llvmPrefix.map { [.unsafeFlags(["-Xcc", "-I\($0)/include"])] } ?? []

/// The same for the C compiler.
let llvmHeadersOfC: [CSetting] = llvmPrefix.map { [.unsafeFlags(["-I\($0)/include"])] } ?? []

/// The same for the C++ compiler.
let llvmHeadersOfCXX: [CXXSetting] =
  llvmPrefix.map { [.unsafeFlags(["-I\($0)/include"])] } ?? []

/// Links LLVM's shared library.
let llvmLinking: [LinkerSetting] =
  [.linkedLibrary("LLVM-19")]
  + (llvmPrefix.map {
    [.unsafeFlags(["-L\($0)/lib", "-Xlinker", "-rpath", "-Xlinker", "\($0)/lib"])]
  } ?? [])

let package = Package(
  name: "wasm-pvm",
  products: [
    .executable(name: "wasm-pvm", targets: ["wasm-pvm"]),
    .library(name: "WasmPVM", targets: ["WasmPVM"]),
    .library(name: "Wasm", targets: ["Wasm"]),
    .library(name: "PVM", targets: ["PVM"]),
    .library(name: "PVMVM", targets: ["PVMVM"]),
    .library(name: "JAMHost", targets: ["JAMHost"]),
  ],
  targets: [
    .target(name: "CLLVM", publicHeadersPath: llvmHeadersPath, cSettings: llvmHeadersOfC),
    .target(name: "Support", swiftSettings: settings),
    .target(name: "TOML", dependencies: ["Support"], swiftSettings: settings),
    .target(name: "Wasm", dependencies: ["Support"], swiftSettings: settings),
    .target(name: "WasmLinking", dependencies: ["Wasm", "Support"], swiftSettings: settings),
    .target(
      name: "Adapters", dependencies: ["WasmLinking", "Wasm", "Support"], exclude: ["Wasm"],
      swiftSettings: settings),
    .target(name: "PVM", dependencies: ["Support"], swiftSettings: settings),
    .target(
      name: "LLVM", dependencies: ["CLLVM", "Support"], swiftSettings: settings + llvmHeaders,
      linkerSettings: llvmLinking),
    .target(name: "Runtime", exclude: ["Wasm"], swiftSettings: settings),
    .target(
      name: "CDWARF", dependencies: ["CLLVM"], cxxSettings: llvmHeadersOfCXX,
      linkerSettings: llvmLinking),
    .target(
      name: "SourceLines", dependencies: ["CDWARF", "Support"], swiftSettings: settings),
    .target(name: "LoweringABI", dependencies: ["PVM", "Support"], swiftSettings: settings),
    .target(
      name: "WasmToLLVM", dependencies: ["Wasm", "LLVM", "LoweringABI", "Runtime", "Support"],
      swiftSettings: settings + llvmHeaders),
    .target(
      name: "PVMCodegen", dependencies: ["LLVM", "PVM", "LoweringABI", "Support"],
      swiftSettings: settings + llvmHeaders),
    .target(
      name: "PVMVM", dependencies: ["PVM", "Support"], exclude: ["Interpreter/Rows"],
      swiftSettings: settings),
    .target(name: "JAMHost", dependencies: ["PVMVM", "PVM", "Support"], swiftSettings: settings),
    .target(
      name: "PVMDebugger", dependencies: ["PVMVM", "PVM", "Support"], swiftSettings: settings),
    .target(
      name: "PVMGuest", dependencies: ["PVMVM", "PVM", "Support"], exclude: ["Wasm"],
      swiftSettings: settings),
    .target(
      name: "WasmPVM",
      dependencies: [
        "Adapters", "Wasm", "WasmLinking", "WasmToLLVM", "LLVM", "LoweringABI", "PVMCodegen", "PVM",
        "SourceLines", "Support",
      ],
      swiftSettings: settings + llvmHeaders),
    .target(
      name: "WasmScript",
      dependencies: ["WasmPVM", "WasmLinking", "WasmToLLVM", "PVMVM", "PVM", "Wasm", "Support"],
      swiftSettings: settings + llvmHeaders),
    .executableTarget(
      name: "wasm-pvm",
      dependencies: [
        "WasmScript", "WasmPVM", "Adapters", "JAMHost", "PVMDebugger", "PVMGuest", "PVMVM", "PVM",
        "TOML",
        "Support",
      ],
      swiftSettings: settings + llvmHeaders),
    .target(
      name: "TestSupport",
      dependencies: [
        "WasmScript", "WasmPVM", "WasmLinking", "WasmToLLVM", "PVMGuest", "PVMVM", "PVM", "Wasm",
        "Support",
      ],
      swiftSettings: settings + llvmHeaders),
    .testTarget(name: "RuntimeTests", dependencies: ["Runtime"], swiftSettings: settings),
    .testTarget(name: "SupportTests", dependencies: ["Support"], swiftSettings: settings),
    .testTarget(name: "TOMLTests", dependencies: ["TOML"], swiftSettings: settings),
    .testTarget(
      name: "WasmTests", dependencies: ["Wasm", "WasmScript", "Support", "TestSupport"],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "WasmLinkingTests",
      dependencies: [
        "WasmLinking", "WasmScript", "WasmPVM", "PVMVM", "PVM", "Wasm", "Support", "TestSupport",
      ],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "AdaptersTests", dependencies: ["Adapters", "WasmLinking", "Wasm"],
      swiftSettings: settings),
    .testTarget(
      name: "PVMTests", dependencies: ["PVM", "Support", "TestSupport"],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "PVMVMTests", dependencies: ["PVMVM", "PVM", "Support", "TestSupport"],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "PVMGuestTests",
      dependencies: ["PVMGuest", "PVMVM", "PVM", "Support", "TestSupport"],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "JAMHostTests", dependencies: ["JAMHost", "PVMVM", "PVM", "Support", "TestSupport"],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "PVMDebuggerTests",
      dependencies: ["PVMDebugger", "PVMVM", "PVM", "Support", "TestSupport"],
      exclude: ["Transcripts"], swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "PVMCodegenTests",
      dependencies: [
        "PVMCodegen", "LLVM", "LoweringABI", "PVM", "PVMVM", "Support", "TestSupport",
      ],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "WasmToLLVMTests",
      dependencies: [
        "WasmToLLVM", "WasmScript", "Wasm", "LLVM", "LoweringABI", "Support", "TestSupport",
      ],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "SpecTests",
      dependencies: ["WasmScript", "WasmPVM", "PVMVM", "PVM", "Wasm", "Support", "TestSupport"],
      exclude: ["directives.txt", "default-mode.txt"],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "DifferentialTests",
      dependencies: [
        "WasmScript", "WasmPVM", "JAMHost", "PVMGuest", "PVMVM", "PVM", "Wasm", "Runtime",
        "Support", "TestSupport",
      ],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "CLITests", dependencies: ["TestSupport", "WasmScript", "WasmPVM", "PVM", "Support"],
      exclude: ["Help", "Modules"],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "WasmPVMTests",
      dependencies: [
        "WasmPVM", "SourceLines", "PVMVM", "PVM", "Support", "TestSupport",
      ],
      exclude: ["Languages", "Modules"],
      swiftSettings: settings + llvmHeaders),
    .testTarget(
      name: "FileTests",
      dependencies: ["WasmPVM", "PVMCodegen", "PVMVM", "PVM", "Support", "TestSupport"],
      exclude: ["Cases", "Golden"],
      swiftSettings: settings + llvmHeaders),
  ],
  cxxLanguageStandard: .cxx17
)
