internal import LLVM
internal import Support
internal import Wasm

// Throwing and catching. A block in which exceptions may be thrown gets a landing, where they arrive with their value; a
// function gets one that returns it.
extension FunctionTranslator {
  // MARK: Throwing

  /// Translates `throw`.
  mutating func throwException(_ tag: Int) {
    let values = pop(module.wasm.values(ofTag: tag).count)
    raise(module.buildException(tag, values), from: frames.count - 1)
  }

  /// Translates `throw_ref`.
  mutating func throwReference() {
    let reference = pop()
    trap(if: builder.isZero(reference))
    raise(
      builder.call(module.releaseExceptionFunction(), [reference]), from: frames.count - 1)
  }

  /// Translates `rethrow`.
  mutating func rethrow(_ depth: Int) {
    let caught = Invariant.unwrap(
      frames[frames.count - 1 - depth].caught, "a rethrow names a clause that has caught something")
    module.restore(caught)
    raise(caught.value, from: frames.count - 1)
  }

  /// Leaves the current block with an exception, which goes to the innermost landing from a block outward.
  private mutating func raise(_ exception: Value, from position: Int) {
    let landing = landing(from: position)
    builder.branch(landing.block)
    landing.exception.addIncoming(exception, from: block)
    isDead = true
  }

  /// Passes on what a call returned, if that is an exception.
  mutating func passOn(_ call: Value, _ signature: FunctionSignature) {
    let exception = module.exception(of: call, signature)
    let landing = landing(from: frames.count - 1)
    let next = makeBlock()
    builder.branch(module.isThrown(exception), landing.block, next)
    landing.exception.addIncoming(exception, from: block)
    resume(in: next)
  }

  /// Where an exception arrives that is thrown in a block, by its position.
  private mutating func landing(
    from position: Int
  ) -> (block: BasicBlock, exception: Value) {
    if let handler = frames[...position].lastIndex(where: { $0.kind == .try }) {
      if let landing = frames[handler].landing { return landing }
      let landing = makeLanding()
      frames[handler].landing = landing
      return landing
    }
    if let throwBlock { return throwBlock }
    let landing = makeLanding()
    builder.position(atEndOf: landing.block)
    module.buildThrow(landing.exception, signature)
    builder.position(atEndOf: block)
    throwBlock = landing
    return landing
  }

  /// Makes a block where exceptions arrive.
  private mutating func makeLanding() -> (block: BasicBlock, exception: Value) {
    let landing = makeBlock()
    builder.position(atEndOf: landing)
    let exception = builder.phi(types.i64)
    builder.position(atEndOf: block)
    return (landing, exception)
  }

  // MARK: Catching

  /// Translates `catch` of a tag, or `catch_all`.
  mutating func beginCatch(_ tag: Int?) {
    let depth = frames.count - 1
    guard !frames[depth].isDead else { return }
    if !isDead { branch(0) }
    if frames[depth].kind == .try { frames[depth].uncaught = frames[depth].landing?.block }
    frames[depth].kind = .catch
    stack.removeLast(stack.count - frames[depth].height)
    guard let uncaught = frames[depth].uncaught, let landing = frames[depth].landing else {
      // Nothing is thrown that is not caught already.
      isDead = true
      return
    }
    resume(in: uncaught)
    guard let tag else {
      frames[depth].uncaught = nil
      frames[depth].caught = Exception(
        value: landing.exception, words: module.buildExceptionWords())
      return
    }
    let suits = makeBlock()
    let others = makeBlock()
    builder.branch(module.hasTag(landing.exception, tag), suits, others)
    frames[depth].uncaught = others
    resume(in: suits)
    let caught = Exception(value: landing.exception, words: module.buildExceptionWords())
    frames[depth].caught = caught
    stack += module.buildValues(of: caught, tag)
  }

  /// Translates `delegate`, which ends a `try`.
  mutating func delegate(_ label: Int) {
    let depth = frames.count - 1
    if let landing = frames[depth].landing {
      continueBuilding(in: landing.block) { translator in
        translator.raise(landing.exception, from: depth - 1 - label)
      }
      frames[depth].landing = nil
    }
    end()
  }

  /// Sends what no clause has caught on, at the end of a `try`; the clauses of a `try_table` come before that.
  mutating func endTry(_ depth: Int) {
    let frame = frames[depth]
    guard let landing = frame.landing else { return }
    guard let uncaught = frame.kind == .try ? landing.block : frame.uncaught else { return }
    continueBuilding(in: uncaught) { translator in
      var isCaught = false
      for clause in frame.clauses where !isCaught {
        isCaught = clause.tag == nil
        translator.takeClause(clause, landing.exception)
      }
      if !isCaught { translator.raise(landing.exception, from: depth - 1) }
    }
  }

  /// Branches to the label of a clause if it suits an exception, else goes on.
  private mutating func takeClause(_ clause: CatchClause, _ exception: Value) {
    var others: BasicBlock?
    if let tag = clause.tag {
      let suits = makeBlock()
      let next = makeBlock()
      builder.branch(module.hasTag(exception, tag), suits, next)
      resume(in: suits)
      others = next
    }
    var operands: [Value] = []
    if let tag = clause.tag {
      let caught = Exception(value: exception, words: module.buildExceptionWords())
      operands = module.buildValues(of: caught, tag)
    }
    if clause.takesReference {
      operands.append(builder.call(module.captureExceptionFunction(), [exception]))
    }
    // The `try_table` itself has not ended yet.
    let target = target(clause.label + 1)
    builder.branch(target)
    addEdge(clause.label + 1, operands)
    isDead = true
    if let others { resume(in: others) }
  }

  /// Builds something in another block, and comes back.
  private mutating func continueBuilding(
    in other: BasicBlock, _ build: (inout FunctionTranslator) -> Void
  ) {
    let (current, wasDead) = (block, isDead)
    block = other
    isDead = false
    builder.position(atEndOf: other)
    build(&self)
    block = current
    isDead = wasDead
    builder.position(atEndOf: current)
  }
}

extension ModuleTranslation {
  /// Returns an exception from a function.
  func buildThrow(_ exception: Value, _ signature: FunctionSignature) {
    Invariant.check(signature.returnsException, "a function that throws returns exceptions")
    guard let structure = signature.structure else { return builder.return(exception) }
    builder.return(builder.insertValue(structure.poison, exception, 0))
  }
}
