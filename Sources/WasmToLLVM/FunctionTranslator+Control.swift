internal import LLVM
internal import Support
internal import Wasm

/// A block, loop or conditional that is being translated.
struct ControlFrame {
  /// What it is.
  enum Kind {
    /// A block, or the function's body: branches go to its end.
    case block
    /// A loop: branches go to its beginning.
    case loop
    /// The first branch of a conditional: branches go to its end.
    case then
    /// The second branch of a conditional: branches go to its end.
    case `else`
    /// The body of a `try`, or a `try_table`: exceptions go to its landing.
    case `try`
    /// A clause of a `try`.
    case `catch`
  }

  /// What it is.
  var kind: Kind
  /// How many operands are below its own.
  let height: Int
  /// The types of its parameters.
  let parameters: [IRType]
  /// The types of its results.
  let results: [IRType]
  /// Whether control never enters it.
  let isDead: Bool
  /// Where branches go, once there is one.
  var target: BasicBlock?
  /// What arrives there with branches.
  var phis: [Value] = []
  /// Where the second branch of a conditional begins, until it does.
  var elseBlock: BasicBlock?
  /// The parameters of a conditional, for its second branch.
  var elseOperands: [Value] = []
  /// The clauses of a `try_table`.
  var clauses: [CatchClause] = []
  /// Where exceptions arrive that are thrown in a `try`, once there is one, and which exception it is.
  var landing: (block: BasicBlock, exception: Value)?
  /// Where exceptions go on that no clause has caught so far.
  var uncaught: BasicBlock?
  /// What the current clause has caught.
  var caught: Exception?
}

extension FunctionTranslator {
  // MARK: Structure

  /// Begins a block or a loop.
  mutating func beginBlock(
    _ kind: ControlFrame.Kind, _ type: BlockType, clauses: [CatchClause] = []
  ) {
    let (parameters, results) = signature(of: type)
    var frame = ControlFrame(
      kind: kind, height: isDead ? 0 : stack.count - parameters.count, parameters: parameters,
      results: results, isDead: isDead, clauses: clauses)
    if kind == .loop, !isDead {
      let header = makeBlock()
      let operands = pop(parameters.count)
      builder.branch(header)
      let entry = block
      resume(in: header)
      for (operand, type) in zip(operands, parameters) {
        let phi = builder.phi(type)
        phi.addIncoming(operand, from: entry)
        frame.phis.append(phi)
        push(phi)
      }
      frame.target = header
    }
    if kind == .loop {
      openLoops += 1
      deepestLoop = max(deepestLoop, openLoops)
    }
    frames.append(frame)
  }

  /// Begins a conditional with its first branch.
  mutating func beginIf(_ type: BlockType) {
    let (parameters, results) = signature(of: type)
    guard !isDead else {
      frames.append(
        ControlFrame(
          kind: .then, height: 0, parameters: parameters, results: results, isDead: true))
      return
    }
    let condition = popCondition()
    let operands = peek(parameters.count)
    let thenBlock = makeBlock()
    let elseBlock = makeBlock()
    builder.branch(condition, thenBlock, elseBlock)
    frames.append(
      ControlFrame(
        kind: .then, height: stack.count - parameters.count, parameters: parameters,
        results: results, isDead: false, elseBlock: elseBlock, elseOperands: operands))
    resume(in: thenBlock)
  }

  /// Ends the first branch of a conditional and begins the second.
  mutating func beginElse() {
    let depth = frames.count - 1
    guard !frames[depth].isDead else { return }
    if !isDead { branch(0) }
    frames[depth].kind = .else
    startElse(depth)
  }

  /// Begins the second branch of the conditional, which may be empty.
  private mutating func startElse(_ depth: Int) {
    let frame = frames[depth]
    stack.removeLast(stack.count - frame.height)
    stack += frame.elseOperands
    frames[depth].elseBlock = nil
    resume(in: Invariant.unwrap(frame.elseBlock, "a conditional has one second branch"))
  }

  /// Ends a block, loop, conditional or the function.
  mutating func end() {
    let depth = frames.count - 1
    if frames[depth].kind == .then, !frames[depth].isDead {
      if isDead || frames[depth].target != nil || !frames[depth].results.isEmpty {
        // The second branch passes the parameters on.
        if !isDead { branch(0) }
        startElse(depth)
      } else if let elseBlock = frames[depth].elseBlock {
        builder.branch(elseBlock)
        resume(in: elseBlock)
      }
    }
    if !frames[depth].isDead { endTry(depth) }
    let frame = frames[depth]
    if !frame.isDead, frame.kind != .loop, let target = frame.target {
      if !isDead { branch(0) }
      resume(in: target)
      stack.removeLast(stack.count - frame.height)
      stack += frame.phis
    }
    if frames.removeLast().kind == .loop { openLoops -= 1 }
    if frames.isEmpty, !isDead { module.buildReturn(pop(frame.results.count), signature) }
  }

  /// The parameters and results of a block.
  func signature(of type: BlockType) -> (parameters: [IRType], results: [IRType]) {
    switch type {
    case .empty: ([], [])
    case .value(let type): ([], [types[type]])
    case .type(let index): (module.signatures[index].parameters, module.signatures[index].results)
    }
  }

  // MARK: Branches

  /// Where branches to the block `depth` levels out go.
  mutating func target(_ depth: Int) -> BasicBlock {
    let position = frames.count - 1 - depth
    if let target = frames[position].target { return target }
    let target = makeBlock()
    builder.position(atEndOf: target)
    frames[position].phis = frames[position].results.map { builder.phi($0) }
    builder.position(atEndOf: block)
    frames[position].target = target
    return target
  }

  /// How many operands a branch to the block `depth` levels out takes along.
  private func arity(_ depth: Int) -> Int {
    let frame = frames[frames.count - 1 - depth]
    return frame.kind == .loop ? frame.parameters.count : frame.results.count
  }

  /// Notes that operands arrive at the block `depth` levels out along an edge from the current block.
  func addEdge(_ depth: Int, _ operands: [Value]) {
    for (phi, operand) in zip(frames[frames.count - 1 - depth].phis, operands) {
      phi.addIncoming(operand, from: block)
    }
  }

  /// Translates `br`, and `return` as a branch out of everything.
  mutating func branch(_ depth: Int) {
    let operands = peek(arity(depth))
    let target = target(depth)
    builder.branch(target)
    addEdge(depth, operands)
    isDead = true
  }

  /// Translates `br_if`.
  mutating func branchIf(_ depth: Int) {
    let condition = popCondition()
    let operands = peek(arity(depth))
    let target = target(depth)
    let next = makeBlock()
    builder.branch(condition, target, next)
    addEdge(depth, operands)
    resume(in: next)
  }

  /// Translates `br_table`.
  mutating func branchTable(_ table: BranchTable) {
    let index = pop()
    let defaultDepth = Int(table.defaultTarget)
    let operands = peek(arity(defaultDepth))
    let defaultTarget = target(defaultDepth)
    var cases: [(value: Value, target: BasicBlock)] = []
    for (number, depth) in table.targets.enumerated() where depth != table.defaultTarget {
      cases.append((types.i32.constant(number), target(Int(depth))))
      addEdge(Int(depth), operands)
    }
    addEdge(defaultDepth, operands)
    if cases.isEmpty {
      builder.branch(defaultTarget)
    } else {
      builder.switch(index, default: defaultTarget, cases: cases)
    }
    isDead = true
  }

  // MARK: Calls

  /// Translates `call`.
  mutating func call(_ callee: Int) throws(TranslationError) {
    let calleeSignature = module.signature(ofFunction: callee)
    let arguments = pop(calleeSignature.parameters.count)
    if let importIndex = module.wasm.functions[callee].importIndex {
      guard let results = try module.callImport(importIndex, arguments, calleeSignature) else {
        isDead = true
        return
      }
      stack += results
    } else {
      let call = try module.buildCall(callee, arguments, passing: passedGlobal)
      stack += module.unpackResults(of: call, calleeSignature)
      if module.facts.exceptions.mayThrow[callee] { passOn(call, calleeSignature) }
    }
  }

  /// Translates `call_indirect`.
  mutating func callIndirect(_ type: Int, _ table: Int) {
    let signature = module.signature(ofIndirectCall: type)
    let call = buildIndirectCall(type, table)
    stack += module.unpackResults(of: call, signature)
    if module.facts.exceptions.typeMayThrow[type] { passOn(call, signature) }
  }

  /// Builds a call of the function that a table has at the index on the operand stack.
  private mutating func buildIndirectCall(_ type: Int, _ table: Int) -> Value {
    let signature = module.signature(ofIndirectCall: type)
    let reference = loadElement(table, pop())
    let arguments = module.passed(pop(signature.parameters.count), signature)
    // The subtraction is the type check; see `FunctionReference`.
    let callee = builder.elementPointer(
      types.i8, reference, builder.negated(module.tag(ofType: type)))
    guard let global = module.facts.passedGlobal, global.isParameterOfType[type] else {
      let call = builder.call(signature.type, callee, arguments)
      if module.facts.hasTailCalls { builder.setCallingConvention(.tail, of: call) }
      return call
    }
    let value = module.value(ofPassed: global, passedGlobal)
    let call = builder.call(signature.passingType, callee, [value] + arguments)
    builder.addCallAttribute(.inRegister, to: call, at: .parameter(0))
    return call
  }

  /// Translates `return_call`.
  mutating func returnCall(_ callee: Int) throws(TranslationError) {
    let calleeSignature = module.signature(ofFunction: callee)
    guard module.wasm.functions[callee].importIndex == nil else {
      try call(callee)
      if !isDead { branch(frames.count - 1) }
      return
    }
    let call = try module.buildCall(callee, pop(calleeSignature.parameters.count))
    returnResults(of: call, calleeSignature)
  }

  /// Translates `return_call_indirect`.
  mutating func returnCallIndirect(_ type: Int, _ table: Int) {
    let call = buildIndirectCall(type, table)
    returnResults(of: call, module.signature(ofIndirectCall: type))
  }

  /// Returns what a tail call just built returns. Results beyond the sixth are in the right globals already.
  private mutating func returnResults(of call: Value, _ calleeSignature: FunctionSignature) {
    builder.setTailCall(call, .must)
    if calleeSignature.type.returnType?.isVoid ?? true {
      builder.returnVoid()
    } else {
      builder.return(call)
    }
    isDead = true
  }
}
