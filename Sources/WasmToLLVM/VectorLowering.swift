internal import LLVM

/// Replaces vectors by words and lanes: behind it a module has none, whatever the level of optimization.
///
/// Locals must be in SSA form. LLVM's `scalarizer` runs between the two parts: the first chooses
/// forms (see `VectorForms`), the second replaces the changes between them that the pass leaves.
struct VectorLowering {
  /// The types in constant use.
  private let types: CommonTypes

  /// Prepares the lowering of a module's vectors.
  init(_ module: borrowing LLVM.Module) { types = CommonTypes(module.types) }

  /// What must run before the first part.
  static let preparation: [PipelineStep] = [.group("function", ["mem2reg"])]
  /// What must run between the parts. What the scalarizer makes of operations on constants are constant expressions, which code
  /// generation does not know, so these are folded before.
  static let splitting: [PipelineStep] = [.group("function", ["instsimplify", "scalarizer"])]

  // MARK: Before the scalarizer

  /// Chooses the form of every vector; splits the loads and stores of vectors.
  ///
  /// - Returns: the functions that have vectors.
  func chooseForms(in module: borrowing LLVM.Module) -> [LLVM.Function] {
    let functions = module.functions.filter { function in
      function.blocks.contains { $0.instructions.contains(where: Self.handlesVectors) }
    }
    VectorFlags.lower(module, types)
    VectorShuffles.lower(functions, of: module, types)
    let builder = Builder(module: module)
    for function in functions {
      VectorForms.choose(in: function, types, builder)
      splitLoads(of: function, builder)
      removeRoundTrips(from: function)
    }
    for helper in VectorHelper.allCases { module.function(named: helper.rawValue)?.delete() }
    return functions
  }

  /// Whether an instruction makes or uses a vector.
  private static func handlesVectors(_ instruction: InstructionView) -> Bool {
    instruction.type.kind == .vector
      || (0..<instruction.operandCount).contains {
        instruction.operand($0).type.kind == .vector
      }
  }

  /// Replaces the loads of vectors that are left by loads of their words.
  private func splitLoads(of function: LLVM.Function, _ builder: borrowing Builder) {
    let loads = instructions(of: function) { $0.opcode == .load && $0.type == types.vector }
    for load in loads {
      builder.position(before: load)
      let low = builder.load(types.i64, from: load.operand(0), alignment: 1)
      let upper = builder.elementPointer(types.i8, load.operand(0), types.i32.constant(8))
      let high = builder.load(types.i64, from: upper, alignment: 1)
      let first = builder.insertElement(types.vector.poison, low, 0)
      load.value.replaceAllUses(with: builder.insertElement(first, high, 1))
      load.delete()
    }
  }

  /// Removes changes of form and back.
  private func removeRoundTrips(from function: LLVM.Function) {
    let casts = instructions(of: function) { $0.opcode == .bitCast && $0.type == types.lanes }
    for cast in casts {
      guard let source = cast.operand(0).asInstruction, source.opcode == .bitCast,
        source.operand(0).type == types.lanes
      else { continue }
      cast.value.replaceAllUses(with: source.operand(0))
      cast.delete()
    }
    removeUnused(instructions(of: function) { $0.opcode == .bitCast })
  }

  // MARK: Behind the scalarizer

  /// Replaces what the scalarizer leaves: words as pairs of lanes.
  func removePairs(from functions: [LLVM.Function], of module: borrowing LLVM.Module) {
    let builder = Builder(module: module)
    for function in functions {
      let all = instructions(of: function) { _ in true }
      for instruction in all {
        builder.position(before: instruction)
        switch instruction.opcode {
        case .bitCast where instruction.operand(0).type.kind == .vector:
          guard instruction.type == types.i64 else { continue }
          let pair = instruction.operand(0)
          let low = builder.zeroExtend(element(0, of: pair, builder), to: types.i64)
          let high = builder.zeroExtend(element(1, of: pair, builder), to: types.i64)
          let upper = builder.binary(.shl, high, types.i64.constant(32))
          instruction.value.replaceAllUses(with: builder.binary(.or, low, upper))
        case .extractElement:
          guard let index = instruction.operand(1).unsignedInteger else { continue }
          instruction.value.replaceAllUses(
            with: element(Int(index), of: instruction.operand(0), builder))
        default: continue
        }
      }
      defer { VectorOrder.apply(to: function, in: module) }
      removeUnused(
        all.filter {
          $0.type.kind == .vector || $0.opcode == .extractElement || $0.opcode == .bitCast
        })
    }
  }

  /// An element of a vector as a scalar.
  private func element(_ index: Int, of vector: Value, _ builder: borrowing Builder) -> Value {
    var vector = vector
    while let instruction = vector.asInstruction {
      switch instruction.opcode {
      case .insertElement where instruction.operand(2).unsignedInteger != nil:
        if instruction.operand(2).unsignedInteger == UInt64(index) { return instruction.operand(1) }
        vector = instruction.operand(0)
        continue
      case .bitCast where instruction.operand(0).type == types.i64:
        let word = instruction.operand(0)
        let shifted =
          index == 0 ? word : builder.binary(.lshr, word, types.i64.constant(32 * index))
        return builder.truncate(shifted, to: types.i32)
      default: break
      }
      break
    }
    return builder.extractElement(vector, index)
  }

  // MARK: Instructions

  /// The instructions of a function that satisfy a condition.
  private func instructions(
    of function: LLVM.Function, where condition: (InstructionView) -> Bool
  ) -> [InstructionView] {
    var result: [InstructionView] = []
    for block in function.blocks {
      for instruction in block.instructions where condition(instruction) {
        result.append(instruction)
      }
    }
    return result
  }

  /// Deletes those instructions, which have no effects, whose results nobody uses.
  private func removeUnused(_ instructions: [InstructionView]) {
    var rest = instructions
    while true {
      // Users mostly come behind what they use, so that one round is enough.
      var kept: [InstructionView] = []
      for instruction in rest.reversed() {
        if instruction.value.hasNoUses { instruction.delete() } else { kept.append(instruction) }
      }
      if kept.count == rest.count { return }
      rest = kept.reversed()
    }
  }
}
