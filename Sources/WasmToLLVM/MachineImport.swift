internal import LLVM
internal import LoweringABI
internal import Runtime
internal import Wasm

/// The functions that modules import from `pvm`: what adapters need of the machine below the linear memory.
///
/// Addresses are PVM addresses. None is compared with the size of a memory: what is not there is a page fault.
enum MachineImport: Equatable {
  /// `region_N`: the address of N bytes that are zero at start and belong to no memory; the same for every call.
  case region(size: Int)
  /// `load_u8`.
  case loadByte
  /// `load_u64`.
  case loadWord
  /// `store_u8`.
  case storeByte
  /// `store_u64`.
  case storeWord
  /// `copy`: destination, source and number of bytes; the ranges may overlap.
  case copy
  /// `halt`: ends the program from wherever it is; the output's address and length.
  case halt
  /// A mathematical function of the runtime, by the name that ECMAScript's `Math` has for it.
  case mathematics(RuntimeFunction)

  /// The module's name.
  static let module: WasmName = "pvm"

  /// The largest region in bytes: more does not fit the stack.
  static let maximumRegion = 1 << 23

  /// The address that a jump to ends the program (Gray Paper, appendix A.7: 2^32 - 2^16).
  static let haltAddress: UInt64 = 0xFFFF_0000

  /// The function that a name means, if any.
  init?(_ name: WasmName) {
    switch name {
    case "load_u8": self = .loadByte
    case "load_u64": self = .loadWord
    case "store_u8": self = .storeByte
    case "store_u64": self = .storeWord
    case "copy": self = .copy
    case "halt": self = .halt
    default:
      let text = name.description
      if let function = RuntimeFunction(rawValue: "math.\(text)") {
        self = .mathematics(function)
        return
      }
      guard text.hasPrefix("region_"), let size = Int(text.dropFirst("region_".count)),
        text == "region_\(size)", (1...Self.maximumRegion).contains(size)
      else { return nil }
      self = .region(size: size)
    }
  }

  /// The type that an import must have.
  var type: Wasm.FunctionType {
    switch self {
    case .region: Wasm.FunctionType(results: [.i32])
    case .loadByte: Wasm.FunctionType(parameters: [.i32], results: [.i32])
    case .loadWord: Wasm.FunctionType(parameters: [.i32], results: [.i64])
    case .storeByte: Wasm.FunctionType(parameters: [.i32, .i32])
    case .storeWord: Wasm.FunctionType(parameters: [.i32, .i64])
    case .copy: Wasm.FunctionType(parameters: [.i32, .i32, .i32])
    case .halt: Wasm.FunctionType(parameters: [.i32, .i32])
    case .mathematics(let function):
      Wasm.FunctionType(
        parameters: Array(repeating: .f64, count: function.parameterCount), results: [.f64])
    }
  }
}

extension ModuleTranslation {
  /// Builds a call of a function of `pvm`; the results, or nil if it does not return.
  ///
  /// - Parameter offset: where it is imported.
  func callMachine(
    _ function: MachineImport, _ arguments: [Value], importedAt offset: Int
  ) throws(TranslationError) -> [Value]? {
    func pointer(_ index: Int) -> Value {
      builder.integerToPointer(arguments[index], to: types.pointer)
    }
    switch function {
    case .region(let size):
      return [builder.pointerToInteger(region(size), to: types.i32)]
    case .loadByte:
      let byte = builder.load(types.i8, from: pointer(0), alignment: 1)
      return [builder.zeroExtend(byte, to: types.i32)]
    case .loadWord:
      return [builder.load(types.i64, from: pointer(0), alignment: 1)]
    case .storeByte:
      builder.store(builder.truncate(arguments[1], to: types.i8), to: pointer(0), alignment: 1)
      return []
    case .storeWord:
      builder.store(arguments[1], to: pointer(0), alignment: 1)
      return []
    case .copy:
      builder.moveBytes(to: pointer(0), from: pointer(1), count: arguments[2])
      return []
    case .halt:
      buildHalt(address: arguments[0], length: arguments[1])
      return nil
    case .mathematics(let function):
      switch options.floats {
      case .soft:
        return [builder.call(try runtimeFunction(function), arguments)]
      case .reject:
        throw TranslationError(.float(instruction: function.rawValue), at: offset)
      case .trap:
        builder.call(trap, [])
        builder.unreachable()
        return nil
      }
    }
  }

  /// The zeroed bytes of `region_N`.
  private func region(_ size: Int) -> Value {
    if let known = helpers.regions[size] { return known.value }
    let region = output.module.addGlobal(
      "region.\(size)", types.context.array(types.i8, count: size), linkage: commonLinkage)
    region.setInitializer(region.valueType.zero)
    helpers.regions[size] = region
    return region.value
  }

  /// Ends the program with an output, given by PVM address and length, both `i32`s.
  ///
  /// A jump to the halt address ends it, wherever it comes from and whatever is on the stack. So it is a call of that
  /// address, with r7 and r8 as its arguments, that never returns.
  private func buildHalt(address: Value, length: Value) {
    let start = builder.zeroExtend(address, to: types.i64)
    var second = builder.zeroExtend(length, to: types.i64)
    if options.resultEndAddress { second = builder.add(start, second) }
    let type = types.context.function([types.i64, types.i64], returning: types.void)
    let target = builder.integerToPointer(
      types.i32.constant(MachineImport.haltAddress), to: types.pointer)
    _ = builder.call(type, target, [start, second])
    builder.unreachable()
  }
}
