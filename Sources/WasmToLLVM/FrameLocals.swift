internal import Wasm

/// A function's frame on the stack in linear memory, as far as the module says.
package struct FunctionFrame: Sendable {
  /// The index of the function in the module.
  package let function: Int
  /// The index of the global that is the stack pointer.
  package let global: Int
  /// Whether the function gets the pointer as a parameter; else it is in the global's variable.
  package let isPassed: Bool
  /// The locals that are addresses in the frame, by how far they are behind the stack pointer at entry.
  package let locals: [(index: Int, offset: Int32)]
}

/// Finds the locals that hold the stack pointer at entry plus a constant: those that debug information calls frame base.
///
/// They are assigned once, before anything else can happen: among the instructions of a body in front of the first one that is no
/// constant, local, global, addition or subtraction.
struct FrameLocals: InstructionVisitor {
  /// The global that is read first.
  private(set) var global: Int?
  /// The globals that were assigned before one was read: they no longer have the value at entry.
  private var assignedGlobals: Set<Int> = []
  /// What is known of the global.
  private var globalValue = GlobalTracker.Content.entry(0)
  /// What is known of locals.
  private var locals: [Int: GlobalTracker.Content] = [:]
  /// How often each local is assigned; parameters are once at entry.
  private var assignments: [Int: Int] = [:]
  /// What is known of the operands.
  private var operands: [GlobalTracker.Content] = []
  /// Whether nothing else has happened.
  private var isAtStart = true

  /// Starts at the beginning of a body.
  private init(parameterCount: Int) {
    for parameter in 0..<parameterCount { assignments[parameter] = 1 }
  }

  /// Looks at a function of a valid module; nil if it has no such locals.
  static func find(
    function: Int, _ validator: FunctionValidator
  ) -> (global: Int, locals: [(index: Int, offset: Int32)])? {
    let type = validator.module.types[validator.module.functions[function].typeIndex]
    var visitor = FrameLocals(parameterCount: type.parameters.count)
    do { try validator.validate(functionIndex: function, visitor: &visitor) } catch { return nil }
    var found: [(index: Int, offset: Int32)] = []
    for (local, content) in visitor.locals where visitor.assignments[local] == 1 {
      if case .entry(let offset) = content { found.append((local, offset)) }
    }
    guard let global = visitor.global, !found.isEmpty else { return nil }
    return (global, found.sorted { $0.index < $1.index })
  }

  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Never) {
    switch instruction {
    case .localSet(let local), .localTee(let local): assignments[local, default: 0] += 1
    default: break
    }
    guard isAtStart else { return }
    switch instruction {
    case .localGet(let local): operands.append(locals[local] ?? .unknown)
    case .localSet(let local): locals[local] = operands.popLast() ?? .unknown
    case .localTee(let local): locals[local] = operands.last ?? .unknown
    case .globalGet(let index):
      if global == nil, !assignedGlobals.contains(index) { global = index }
      operands.append(index == global ? globalValue : .unknown)
    case .globalSet(let index):
      let value = operands.popLast() ?? .unknown
      if index == global { globalValue = value } else { assignedGlobals.insert(index) }
    default: isAtStart = GlobalTracker.Content.compute(instruction, &operands)
    }
  }
}

extension ModuleTranslator {
  /// The frames of functions that have one.
  ///
  /// - Complexity: linear in the size of the module.
  package func frames() -> [FunctionFrame] {
    // Behind a tail call another function runs in the place of the one that was entered.
    if facts.hasTailCalls { return [] }
    let validator = FunctionValidator(module: module)
    var frames: [FunctionFrame] = []
    for function in module.importedFunctionCount..<module.functions.count
    where facts.isReachable[function] {
      guard let found = FrameLocals.find(function: function, validator),
        module.globals[found.global].type == GlobalType(value: .i32, isMutable: true)
      else { continue }
      let passed = facts.passedGlobal
      frames.append(
        FunctionFrame(
          function: function, global: found.global,
          isPassed: passed?.index == found.global && passed?.isLocal[function] == true,
          locals: found.locals))
    }
    return frames
  }
}
