internal import Support
internal import Wasm

extension ModuleMerger {
  /// The most bytes of an initial value. Only chains of globals that use each other several times get there.
  private static let maximumSize = 256

  /// A global whose initial value is being written.
  private struct Frame {
    /// The global, which is defined where it is.
    let global: LinkItem
    /// The globals that its value needs.
    let needed: [LinkItem]
    /// How many of these have been looked at.
    var visited = 0
  }

  /// Writes the initial values of all globals. One that reads an imported global which another input defines gets the
  /// initial value of that in its place, because only imported globals may be read there.
  ///
  /// - Throws: `LinkError` if a value is defined by itself.
  mutating func evaluateGlobals() throws(LinkError) {
    for global in items[.global] ?? [] where !bindings.isImport(global) {
      try evaluate(global)
    }
  }

  /// Writes the initial value of a global, and before that those that it needs.
  private mutating func evaluate(_ root: LinkItem) throws(LinkError) {
    guard initialValues[root] == nil else { return }
    var path = [Frame(global: root, needed: needs(of: root))]
    var onPath: Set<LinkItem> = [root]
    while let frame = path.last {
      guard frame.visited < frame.needed.count else {
        path.removeLast()
        onPath.remove(frame.global)
        var value = MergedSection()
        if let initializer = initializer(of: frame.global) {
          append(initializer, of: frame.global.input, to: &value, isComplete: false)
        }
        guard value.bytes.count <= Self.maximumSize else {
          throw error(.initializerTooLarge(global: name(of: frame.global)), frame.global)
        }
        initialValues[frame.global] = value
        continue
      }
      path[path.count - 1].visited += 1
      let next = frame.needed[frame.visited]
      guard initialValues[next] == nil else { continue }
      guard onPath.insert(next).inserted else {
        throw error(.globalCycle(global: name(of: next)), next)
      }
      path.append(Frame(global: next, needed: needs(of: next)))
    }
  }

  /// The initial value of a global that an input defines.
  private func initializer(of global: LinkItem) -> ConstantExpression? {
    inputs[global.input].module.globals[global.index].initializer
  }

  /// The globals that other inputs define and that an initial value reads.
  private func needs(of global: LinkItem) -> [LinkItem] {
    (initializer(of: global)?.instructions ?? []).compactMap { instruction in
      guard case .globalGet(let index) = instruction else { return nil }
      let meaning = bindings.meaning(
        of: LinkItem(input: global.input, kind: .global, index: index))
      return bindings.isImport(meaning) ? nil : meaning
    }
  }

  /// A global for messages.
  private func name(of global: LinkItem) -> String {
    let name = inputs[global.input].module.globals[global.index].name
    return "global \(global.index)" + (name.map { " (\($0))" } ?? "")
  }

  /// An error about a global.
  private func error(_ kind: LinkError.Kind, _ global: LinkItem) -> LinkError {
    LinkError(
      kind, in: inputs[global.input].name,
      at: inputs[global.input].module.globals[global.index].offset)
  }

  /// Appends the instructions of a constant expression.
  ///
  /// - Parameter isComplete: whether `end` follows.
  func append(
    _ expression: ConstantExpression, of input: Int, to section: inout MergedSection,
    isComplete: Bool
  ) {
    section.mark(input, expression.offset)
    append(expression, of: input, to: &section)
    if isComplete { section.append(opcode: Instruction.end.opcode) }
  }

  /// Appends the instructions of a constant expression.
  func append(
    _ expression: ConstantExpression, of input: Int, to section: inout MergedSection
  ) {
    for instruction in expression.instructions {
      if case .globalGet(let index) = instruction,
        let value = initialValues[
          bindings.meaning(of: LinkItem(input: input, kind: .global, index: index))]
      {
        section.append(value.bytes)
        continue
      }
      section.append(opcode: instruction.opcode)
      switch instruction {
      case .i32Const(let number): section.append(signed: Int64(number))
      case .i64Const(let number): section.append(signed: number)
      case .f32Const(let bits): section.append(littleEndian: bits)
      case .f64Const(let bits): section.append(littleEndian: bits)
      case .v128Const(let vector):
        section.append(littleEndian: vector.low)
        section.append(littleEndian: vector.high)
      case .refNull(let type): section.append(type)
      case .refFunc(let function): section.append(unsigned: maps[input].functions[function])
      case .globalGet(let global): section.append(unsigned: maps[input].globals[global])
      default: break
      }
    }
  }
}
