internal import LLVM
internal import Wasm

extension FunctionTranslator {
  /// Translates one instruction.
  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(TranslationError) {
    self.offset = offset
    switch instruction {
    case .block(let type): beginBlock(.block, type)
    case .loop(let type): beginBlock(.loop, type)
    case .if(let type): beginIf(type)
    case .else: beginElse()
    case .end: end()
    case .try(let type): beginBlock(.try, type)
    case .tryTable(let table): beginBlock(.try, table.type, clauses: table.clauses)
    case .catch(let tag): beginCatch(tag)
    case .catchAll: beginCatch(nil)
    case .delegate(let depth): delegate(depth)
    default:
      guard !isDead else { return }
      try translate(instruction)
      limitBlock()
    }
  }

  /// Translates an instruction that can be reached and does not structure the code.
  private mutating func translate(_ instruction: Instruction) throws(TranslationError) {
    switch instruction {
    case .block, .loop, .if, .else, .end, .nop: break
    case .try, .tryTable, .catch, .catchAll, .delegate: break
    case .throw(let tag): throwException(tag)
    case .throwRef: throwReference()
    case .rethrow(let depth): rethrow(depth)
    case .unreachable: trap()
    case .br(let depth): branch(depth)
    case .brIf(let depth): branchIf(depth)
    case .brTable(let table): branchTable(table)
    case .return: branch(frames.count - 1)
    case .call(let callee): try call(callee)
    case .callIndirect(let type, let table): callIndirect(type, table)
    case .returnCall(let callee): try returnCall(callee)
    case .returnCallIndirect(let type, let table): returnCallIndirect(type, table)
    case .drop: stack.removeLast()
    case .select, .selectTyped: select()
    case .localGet(let index): push(builder.load(locals[index].type, from: locals[index].pointer))
    case .localSet(let index): builder.store(pop(), to: locals[index].pointer)
    case .localTee(let index): builder.store(peek(1)[0], to: locals[index].pointer)
    case .globalGet(let index): getGlobal(index)
    case .globalSet(let index): setGlobal(index)
    case .refNull: push(types.pointer.zero)
    case .refIsNull: push(builder.isZero(pop()))
    case .refFunc(let function): push(try module.reference(toFunction: function))
    case .tableGet(let table): tableGet(table)
    case .tableSet(let table): tableSet(table)
    case .tableSize(let table): push(module.buildTableSize(table))
    case .tableGrow(let table): tableGrow(table)
    case .tableFill(let table): tableFill(table)
    case .tableCopy(let destination, let source): tableCopy(destination, source)
    case .tableInit(let table, let segment): try tableInit(table, segment)
    case .elemDrop(let segment): drop(try module.elementSegment(segment))
    case .load(let operation, let argument): load(operation, argument)
    case .store(let operation, let argument): store(operation, argument)
    case .memorySize(let memory): push(module.buildMemorySize(memory))
    case .memoryGrow(let memory):
      push(builder.call(module.growMemoryFunction(memory), [pop()]))
    case .memoryFill(let memory): memoryFill(memory)
    case .memoryCopy(let destination, let source):
      memoryCopy(to: destination, from: source)
    case .memoryInit(let memory, let segment): memoryInit(memory, segment)
    case .dataDrop(let segment): drop(module.dataSegment(segment))
    case .i32Const(let number): push(types.i32.constant(Int64(number)))
    case .i64Const(let number): push(types.i64.constant(number))
    case .f32Const(let bits): push(types.i32.constant(UInt64(bits)))
    case .f64Const(let bits): push(types.i64.constant(bits))
    case .numeric(let operation): try numeric(operation)
    case .wide(let operation): wide(operation)
    case .v128Const, .shuffle, .simdStore, .simd, .simdLane, .simdLoad, .simdLoadLane,
      .simdStoreLane:
      module.output.hasVectors = true
      try vector(instruction)
    case .atomic(let operation, let argument): atomic(operation, argument)
    case .atomicFence: break
    }
  }

  /// The text name of an instruction.
  func name(ofOpcode opcode: UInt16) -> String {
    InstructionTable.shared.row(for: opcode).map { "\($0.name)" }
      ?? "0x\(String(opcode, radix: 16))"
  }

  /// Translates the typed or untyped `select`.
  private mutating func select() {
    let condition = popCondition()
    let whenFalse = pop()
    let whenTrue = pop()
    push(builder.select(condition, whenTrue, whenFalse))
  }

  /// Translates `global.get`.
  private mutating func getGlobal(_ index: Int) {
    push(
      local(ofGlobal: index).map { builder.load(types.i32, from: $0) } ?? module.buildGlobal(index))
  }

  /// Translates `global.set`.
  private mutating func setGlobal(_ index: Int) {
    guard case .variable(let variable) = module.globals[index] else { return }
    builder.store(pop(), to: local(ofGlobal: index) ?? variable.value)
  }

  /// The local that holds a global, if it is the passed one and the function has it.
  private func local(ofGlobal index: Int) -> Value? {
    index == module.facts.passedGlobal?.index ? passedGlobal : nil
  }

  /// Translates `data.drop` and `elem.drop`.
  private func drop(_ segment: SegmentStorage) {
    guard let size = segment.sizeVariable else { return }
    builder.store(types.i32.zero, to: size.value)
  }
}
