internal import LLVM
internal import LoweringABI
internal import Runtime
internal import Support
internal import Wasm

extension ModuleTranslation {
  /// A function of the runtime, which becomes part of the module with what it calls.
  ///
  /// - Throws: nothing, as long as the runtime is what `RuntimeTests` tests.
  func runtimeFunction(_ function: RuntimeFunction) throws(TranslationError) -> LLVM.Function {
    let library = RuntimeLibrary.shared
    if runtime == nil {
      output.hasRuntime = true
      runtime = try ModuleTranslation(
        library.module, facts: library.facts, options: options, part: part,
        hostCallIndices: nil, runtimeOf: self)
    }
    let runtime = Invariant.unwrap(runtime, "it was just made")
    let index = library.index(of: function)
    if let made = runtime.functions[index] { return made }
    let made = try runtime.function(index)
    if !function.canTrap {
      made.addAttribute(.willReturn)
      made.addAttribute(.noMemoryAccess)
    }
    return made
  }

  /// Gives the functions of the runtime that something calls their bodies.
  func defineRuntimeFunctions() throws(TranslationError) {
    guard let runtime else { return }
    var isDefined = [Bool](repeating: false, count: runtime.functions.count)
    while true {
      // What these call is made while they are translated.
      let indices = runtime.functions.indices.filter {
        runtime.functions[$0] != nil && !isDefined[$0]
      }
      if indices.isEmpty { return }
      for index in indices {
        isDefined[index] = true
        guard runtime.exportNames[index] == nil, let function = runtime.functions[index] else {
          continue
        }
        // What is not in line in the runtime's source is there for rare operands.
        function.addAttribute(.noInline)
        function.addAttribute(.cold)
      }
      try runtime.translateBodies(of: indices)
    }
  }

  /// The constants of the runtime, as if they were at the runtime's address 0: they are no part of the program's linear memory.
  func buildRuntimeData() -> Value {
    if let runtimeData { return runtimeData }
    var segments: [(offset: Int, bytes: ArraySlice<UInt8>)] = []
    for segment in wasm.data {
      guard case .active(_, let expression) = segment.mode,
        case .i32Const(let offset)? = expression.instructions.first
      else { continue }
      segments.append((Int(UInt32(bitPattern: offset)), wasm.bytes[segment.bytes]))
    }
    let image = MemoryImage(segments: segments)
    let start = image.pieces.first?.offset ?? 0
    var bytes = [UInt8](repeating: 0, count: image.end - start)
    for piece in image.pieces {
      bytes.replaceSubrange(piece.offset - start..<piece.end - start, with: piece.bytes)
    }
    let contents = types.context.constantBytes(bytes[...])
    let variable = output.module.addGlobal(
      RuntimeLibrary.prefix + ".data", contents.type, linkage: commonLinkage)
    variable.setInitializer(contents)
    variable.setConstant(true)
    let data = builder.elementPointer(types.i8, variable.value, types.i32.constant(Int64(-start)))
    runtimeData = data
    return data
  }
}
