internal import LLVM
internal import Support
internal import Wasm

/// Translates a function body: the visitor that the validator shows each instruction.
///
/// The operand stack holds LLVM values. Locals are `alloca`s, which LLVM's `mem2reg` turns into SSA. Blocks get their results and
/// loops their parameters through `phi`s. Code that cannot be reached is not translated, so no
/// block without predecessors comes about.
struct FunctionTranslator: InstructionVisitor {
  /// What all functions share.
  let module: ModuleTranslation
  /// The types in constant use.
  let types: CommonTypes

  /// The index of the function being translated.
  let index: Int
  /// The function being translated.
  let function: LLVM.Function
  /// Its signature.
  let signature: FunctionSignature
  /// Its locals, parameters first.
  var locals: [(pointer: Value, type: IRType)] = []
  /// The local that holds the passed global, if the function has one.
  private(set) var passedGlobal: Value?
  /// The operand stack. A truth value may be an `i1`; `pop` makes it an `i32`.
  var stack: [Value] = []
  /// The blocks around the current instruction, the function's body first.
  var frames: [ControlFrame] = []
  /// Whether control cannot reach the current instruction.
  var isDead = false
  /// Where all traps of the function are, once there is one.
  var trapBlock: BasicBlock?
  /// Where the function returns an exception, once there is such a place.
  var throwBlock: (block: BasicBlock, exception: Value)?
  /// Room for the table of an `i8x16.swizzle`, once there is one.
  var swizzleRoom: Value?
  /// The block being filled.
  var block: BasicBlock
  /// Where the current instruction is in the module's bytes.
  var offset: Int { didSet { locate(offset) } }
  /// Whether the product of locals and instructions of a block may be large.
  private let hasManyLocals: Bool
  /// How many instructions the current block got, at least.
  private var blockLength = 0
  /// How many loops are around the current instruction.
  var openLoops = 0
  /// How many loops are around one instruction, at most.
  var deepestLoop = 0
  /// Where the function's body starts there.
  private let start: Int
  /// What locations refer to, if there are any.
  private let scope: LocationScope?

  /// Creates a translator for one function: makes its entry block and its locals.
  init(_ module: ModuleTranslation, function index: Int) throws(TranslationError) {
    self.module = module
    self.index = index
    types = module.types
    function = try module.function(index)
    signature = module.signature(ofFunction: index)
    let body = Invariant.unwrap(
      module.wasm.body(ofFunction: index), "only functions with a body are translated")
    offset = body.range.lowerBound
    hasManyLocals =
      body.locals.reduce(signature.parameters.count) { $0 + Int($1.count) } > 1_000
    start = offset
    scope = module.makeLocationScope(of: function, index: index)
    block = function.appendBlock("entry")
    if signature.hasVectors || body.locals.contains(where: { $0.type == .v128 }) {
      module.output.hasVectors = true
    }
    builder.position(atEndOf: block)
    // The declarations of locals have no line in debug information; the first instruction has.
    locate(body.code.lowerBound)
    makeLocals(of: body)
    frames.append(
      ControlFrame(
        kind: .block, height: 0, parameters: [], results: signature.results, isDead: false))
  }

  /// Appends instructions to the current block.
  var builder: Builder { _read { yield module.builder } }

  /// An error at the current instruction.
  func error(_ kind: TranslationError.Kind) -> TranslationError {
    TranslationError(
      kind, at: offset,
      function: WasmError.FunctionReference(
        index: index, name: module.wasm.functions[index].name))
  }

  /// Gives the instructions that follow a place in the module's bytes, if that is asked for.
  private func locate(_ offset: Int) {
    if let scope { builder.setLocation(line: offset, in: scope) }
  }

  /// Makes the parameters and locals.
  private mutating func makeLocals(of body: FunctionBody) {
    if let global = module.facts.passedGlobal, global.isLocal[index] {
      let pointer = builder.alloca(types.i32)
      builder.store(function.parameter(0), to: pointer)
      passedGlobal = pointer
    }
    let parameters = module.parameters(of: function, signature)
    for (index, type) in signature.parameters.enumerated() {
      locals.append((builder.alloca(type), type))
      builder.store(parameters[index], to: locals[index].pointer)
    }
    for group in body.locals {
      let type = types[group.type]
      for _ in 0..<group.count {
        let pointer = builder.alloca(type)
        locals.append((pointer, type))
        if !hasManyLocals { builder.store(type.zero, to: pointer) }
      }
    }
    guard hasManyLocals else { return }
    for local in locals.dropFirst(signature.parameters.count) {
      builder.store(local.type.zero, to: local.pointer)
      limitBlock()
    }
  }

  /// Goes on in a new block if the current one is long and there are many locals: for each local, LLVM looks for its first access from
  /// the block's beginning.
  mutating func limitBlock() {
    blockLength += 1
    guard blockLength > 1_000, hasManyLocals, !isDead else { return }
    let next = makeBlock()
    builder.branch(next)
    resume(in: next)
  }

  // MARK: The operand stack

  /// Puts a value on the operand stack.
  mutating func push(_ value: Value) { stack.append(value) }

  /// Takes a value from the operand stack as it is: a truth value may be an `i1`.
  mutating func popRaw() -> Value {
    Invariant.unwrap(stack.popLast(), "the body is validated")
  }

  /// Takes a value of a Wasm type from the operand stack.
  mutating func pop() -> Value { widened(popRaw()) }

  /// Takes an `i32` that is a condition from the operand stack, as an `i1`.
  mutating func popCondition() -> Value {
    let value = popRaw()
    return value.type == types.i1
      ? value : builder.compare(.notEqual, value, types.i32.zero)
  }

  /// Takes values from the operand stack, the deepest first.
  mutating func pop(_ count: Int) -> [Value] {
    let values = stack.suffix(count).map(widened)
    stack.removeLast(count)
    return values
  }

  /// Reads the topmost values of the operand stack, the deepest first.
  mutating func peek(_ count: Int) -> [Value] {
    let start = stack.count - count
    for position in start..<stack.count { stack[position] = widened(stack[position]) }
    return Array(stack[start...])
  }

  /// A value as an `i32` if it is a truth value.
  private func widened(_ value: Value) -> Value {
    value.type == types.i1 ? builder.zeroExtend(value, to: types.i32) : value
  }

  // MARK: Blocks and traps

  /// Makes a block that does not belong anywhere yet.
  func makeBlock() -> BasicBlock { function.appendBlock() }

  /// Goes on in another block, which follows the current one in the function's order.
  mutating func resume(in next: BasicBlock) {
    next.move(after: block)
    block = next
    blockLength = 0
    builder.position(atEndOf: next)
    isDead = false
  }

  /// Traps if the condition, an `i1`, holds.
  mutating func trap(if condition: Value) {
    if condition.kind == .constantInteger, condition.isNull { return }
    let next = makeBlock()
    builder.branch(condition, trapTarget(), next)
    resume(in: next)
  }

  /// Traps.
  mutating func trap() {
    builder.call(module.trap, [])
    builder.unreachable()
    isDead = true
  }

  /// The block that traps.
  mutating func trapTarget() -> BasicBlock {
    if let trapBlock { return trapBlock }
    let target = makeBlock()
    builder.position(atEndOf: target)
    // All traps of the function come here: it is none's place.
    locate(start)
    builder.call(module.trap, [])
    builder.unreachable()
    builder.position(atEndOf: block)
    locate(offset)
    trapBlock = target
    return target
  }
}
