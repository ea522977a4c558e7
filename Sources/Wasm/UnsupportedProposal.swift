/// Proposals that this decoder does not know, recognized by the codes that only they use.
///
/// To a decoder without them such a module is malformed; whoever made it wants to know what it needs.
enum UnsupportedProposal {
  /// The proposals.
  case components, garbageCollection, functionReferences, stackSwitching, memory64
  case customPageSizes, sharedTables

  /// What a module needs, and what to do about it.
  var description: String {
    switch self {
    case .components:
      "this is a component (component model), not a module; build a module, for instance for "
        + "wasm32-wasip1"
    case .garbageCollection:
      "this belongs to the GC proposal, which is not supported; build without garbage-collected types"
    case .functionReferences:
      "this belongs to the function-references proposal, which is not supported; build without it"
    case .stackSwitching:
      "this belongs to the stack-switching proposal, which is not supported; build without it"
    case .sharedTables:
      "this belongs to the shared-everything-threads proposal, which is not supported; build without shared tables"
    case .memory64:
      "this belongs to the memory64 proposal, which is not supported; build for wasm32"
    case .customPageSizes:
      "this belongs to the custom-page-sizes proposal, which is not supported; build without it"
    }
  }

  /// The proposal that an error is about, if it is known.
  static func of(_ kind: WasmError.Kind) -> String? { proposal(of: kind)?.description }

  /// The proposal whose codes a kind of error names.
  private static func proposal(of kind: WasmError.Kind) -> UnsupportedProposal? {
    switch kind {
    // The upper half of the version tells the layer: 1 is the component model.
    case .unsupportedVersion(let version) where version >> 16 == 1: .components
    case .invalidTypeForm(let byte): typeForm(byte)
    case .invalidValueType(let byte), .invalidReferenceType(let byte): valueType(byte)
    case .illegalOpcode(let prefix, let code): opcode(prefix, code)
    case .invalidLimitsFlags(let flags): limits(flags)
    default: nil
    }
  }

  /// Whose type constructor a byte is.
  private static func typeForm(_ byte: UInt8) -> UnsupportedProposal? {
    switch byte {
    case 0x4E, 0x4F, 0x50, 0x5E, 0x5F: .garbageCollection
    case 0x5D: .stackSwitching
    default: nil
    }
  }

  /// Whose value type a byte is.
  private static func valueType(_ byte: UInt8) -> UnsupportedProposal? {
    switch byte {
    case 0x63, 0x64: .functionReferences
    case 0x65, 0x6A...0x6E, 0x71...0x74, 0x77, 0x78: .garbageCollection
    case 0x68, 0x75: .stackSwitching
    default: nil
    }
  }

  /// Whose instruction an opcode is.
  private static func opcode(_ prefix: UInt8?, _ code: UInt32) -> UnsupportedProposal? {
    switch (prefix, code) {
    case (0xFB, _), (nil, 0xFB), (nil, 0xD3): .garbageCollection
    case (nil, 0x14), (nil, 0x15), (nil, 0xD4), (nil, 0xD5), (nil, 0xD6): .functionReferences
    case (nil, 0xE0...0xE5): .stackSwitching
    default: nil
    }
  }

  /// Whose size limits flags are.
  private static func limits(_ flags: UInt8) -> UnsupportedProposal? {
    switch flags {
    case 2, 3: .sharedTables
    case 4...7: .memory64
    case 8...15: .customPageSizes
    default: nil
    }
  }
}
