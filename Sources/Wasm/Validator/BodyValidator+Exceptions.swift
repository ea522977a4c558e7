internal import Support

// Throwing and catching.
extension BodyValidator {
  /// Validates an instruction that throws or catches.
  ///
  /// - Source: the exception-handling proposal, both its legacy and its final form.
  mutating func validateException(_ instruction: Instruction) throws(WasmError) {
    switch instruction {
    case .throw(let tag):
      try operands.pop(try values(ofTag: tag), at: offset)
      setUnreachable()
    case .throwRef:
      try operands.pop(.exnref, at: offset)
      setUnreachable()
    case .rethrow(let depth):
      let kind = controls.frames[try controls.position(ofLabel: depth, at: offset)].kind
      guard kind == .catch || kind == .catchAll else {
        throw WasmError(.rethrowOutsideCatch(depth), at: offset)
      }
      setUnreachable()
    case .try(let type):
      try begin(.try, type)
    case .catch(let tag):
      let values = try values(ofTag: tag)
      let frame = try leaveTry(mayBeCatch: true)
      try enter(.catch, frame.type)
      operands.push(values)
    case .catchAll:
      let frame = try leaveTry(mayBeCatch: true)
      try enter(.catchAll, frame.type)
    case .delegate(let depth):
      let frame = try leaveTry(mayBeCatch: false)
      _ = try controls.position(ofLabel: depth, at: offset)
      pushResults(of: frame.type)
    case .tryTable(let table):
      for clause in table.clauses { try validate(clause) }
      try begin(.tryTable, table.type)
    default:
      Invariant.violated("only instructions that throw or catch come here")
    }
  }

  /// The types of the values that exceptions with a tag carry.
  private func values(ofTag tag: Int) throws(WasmError) -> [ValueType] {
    try check(tag, in: .tag, count: module.tags.count)
    return module.values(ofTag: tag)
  }

  /// Ends the body of the innermost `try`, or one of its `catch` clauses.
  private mutating func leaveTry(mayBeCatch: Bool) throws(WasmError) -> ControlFrame {
    let kind = controls.innermost.kind
    guard kind == .try || (mayBeCatch && kind == .catch) else {
      throw WasmError(.catchOutsideTry, at: offset)
    }
    return try leave()
  }

  /// Validates a clause of a `try_table`, whose label counts from the block around.
  private func validate(_ clause: CatchClause) throws(WasmError) {
    var types = try clause.tag.map { tag throws(WasmError) in try values(ofTag: tag) } ?? []
    if clause.takesReference { types.append(.exnref) }
    let label = try labelTypes(clause.label)
    guard label == types else {
      throw WasmError(.catchLabelMismatch(expected: label, found: types), at: offset)
    }
  }
}
