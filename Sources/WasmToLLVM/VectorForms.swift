internal import LLVM

/// Chooses which vectors of a function are kept as four lanes of 32 bits instead of two words.
///
/// Values that operations on lanes of 32 bits make and use are lanes; bytes, halves and words need words. What bitwise operations,
/// shifts of lanes by constants, choices, `phi`s, loads and stores of vectors handle may be either. Changing the form costs
/// instructions, so these are labeled such that the sum of their own instructions and those of the changes between
/// neighbors is small: by improving one after the other, from two starting points.
struct VectorForms {
  /// The types in constant use.
  private let types: CommonTypes
  /// The instructions that may have either form.
  private var nodes: [InstructionView] = []
  /// The number of each of them.
  private var numbers: [Value: Int] = [:]
  /// Whether each of them is kept as lanes.
  private var isLanes: [Bool] = []

  /// What it costs to make lanes of words: a shift for each word.
  private static let lanesFromWords = 2
  /// What it costs to make words of lanes: an extension, a shift and a union for each.
  private static let wordsFromLanes = 8

  /// Gives the vectors of a function their forms.
  static func choose(in function: LLVM.Function, _ types: CommonTypes, _ builder: borrowing Builder)
  {
    var forms = VectorForms(types: types)
    for block in function.blocks {
      for instruction in block.instructions where forms.isFlexible(instruction) {
        forms.numbers[instruction.value] = forms.nodes.count
        forms.nodes.append(instruction)
      }
    }
    guard !forms.nodes.isEmpty else { return }
    forms.label()
    forms.rewrite(builder)
  }

  /// Creates a choice without instructions.
  private init(types: CommonTypes) { self.types = types }

  /// Whether an instruction handles vectors in either form.
  private func isFlexible(_ instruction: InstructionView) -> Bool {
    switch instruction.opcode {
    case .store: instruction.operand(0).type == types.vector
    case .phi, .select, .and, .or, .xor, .freeze, .shuffleVector, .load:
      instruction.type == types.vector
    case .call: VectorHelper.called(by: instruction.value)?.shift != nil
    default: false
    }
  }

  // MARK: Labels

  /// Labels all instructions.
  private mutating func label() {
    var best: (price: Int, labels: [Bool])?
    for start in [false, true] {
      isLanes = Array(repeating: start, count: nodes.count)
      improve()
      let price = nodes.indices.reduce(0) { $0 + self.price(of: $1, asLanes: isLanes[$1]) }
      if best.map({ price < $0.price }) ?? true { best = (price, isLanes) }
    }
    if let best { isLanes = best.labels }
  }

  /// Gives one instruction after the other the form that is best with its neighbors' forms.
  private mutating func improve() {
    for _ in 0..<16 {
      var hasChanged = false
      for node in nodes.indices {
        let label = price(of: node, asLanes: true) < price(of: node, asLanes: false)
        if label != isLanes[node] {
          isLanes[node] = label
          hasChanged = true
        }
      }
      if !hasChanged { return }
    }
  }

  /// What an instruction costs in a form, with the changes of form at its operands and its uses.
  private func price(of node: Int, asLanes: Bool) -> Int {
    let instruction = nodes[node]
    var price = ownPrice(of: instruction, asLanes: asLanes)
    for operand in operands(of: instruction) {
      guard let form = form(of: operand), form != asLanes else { continue }
      price += form ? Self.wordsFromLanes : Self.lanesFromWords
    }
    if instruction.opcode != .store,
      instruction.value.users.contains(where: { isLanesUse($0) != asLanes })
    {
      price += asLanes ? Self.wordsFromLanes : Self.lanesFromWords
    }
    return price
  }

  /// What an instruction costs in a form by itself.
  private func ownPrice(of instruction: InstructionView, asLanes: Bool) -> Int {
    switch instruction.opcode {
    // Moving whole words costs nothing in either form.
    case .shuffleVector: 0
    // One more for a word of memory, but most lanes of words need an extension, and lanes of memory are extended.
    case .load: asLanes ? 3 : 2
    case .call where asLanes:
      // The union of the two shifts is one instruction.
      instruction.value.users.contains { isRotation($0) } ? 0 : 4
    case .call:
      // What came from the other lane is cleared, with other bits where a constant clears some.
      instruction.value.users.allSatisfy { $0.asInstruction?.opcode == .and } ? 2 : 4
    default: asLanes ? 4 : 2
    }
  }

  /// Whether a value is the union of shifts that make a rotation of lanes.
  private func isRotation(_ value: Value) -> Bool {
    guard let union = value.asInstruction, union.opcode == .or,
      let first = VectorHelper.called(by: union.operand(0)),
      let second = VectorHelper.called(by: union.operand(1)), first != second,
      first.shift != nil, second.shift != nil,
      let left = union.operand(0).asInstruction, let right = union.operand(1).asInstruction,
      left.argument(0) == right.argument(0)
    else { return false }
    return Self.amount(of: left) + Self.amount(of: right) == 32
  }

  /// By how many bits a call of a helper shifts.
  private static func amount(of call: InstructionView) -> Int {
    Int(call.argument(1).unsignedInteger ?? 0)
  }

  /// The vectors that an instruction handles.
  private func operands(of instruction: InstructionView) -> [Value] {
    switch instruction.opcode {
    case .store: [instruction.operand(0)]
    case .phi: (0..<instruction.incomingCount).map { instruction.incoming($0).value }
    case .select: [instruction.operand(1), instruction.operand(2)]
    case .call: [instruction.argument(0)]
    case .load: []
    default: (0..<instruction.operandCount).map(instruction.operand)
    }
  }

  /// Whether a vector is kept as lanes; nil for a constant, which is either.
  private func form(of value: Value) -> Bool? {
    if value.isConstant { return nil }
    if let node = numbers[value] { return isLanes[node] }
    guard let instruction = value.asInstruction, instruction.opcode == .bitCast else {
      return false
    }
    return instruction.operand(0).type == types.lanes
  }

  /// Whether a use of a vector wants lanes.
  private func isLanesUse(_ user: Value) -> Bool {
    if let node = numbers[user] { return isLanes[node] }
    return user.type == types.lanes
  }

  // MARK: Rewriting

  /// Gives the instructions their forms.
  private func rewrite(_ builder: borrowing Builder) {
    // What is deleted below may not be asked for its opcode any more.
    let isStore = nodes.map { $0.opcode == .store }
    let shifts = nodes.indices.filter { !isLanes[$0] && nodes[$0].opcode == .call }
    for node in nodes.indices where isLanes[node] && !isStore[node] {
      let instruction = nodes[node]
      let lanes = makeLanes(instruction, builder)
      // Behind all `phi`s, if it is one.
      var next = instruction.next
      while let current = next, current.opcode == .phi { next = current.next }
      if let next { builder.position(before: next) }
      instruction.value.replaceAllUses(with: types.asWords(lanes, builder))
      instruction.delete()
    }
    for node in shifts { shiftWords(nodes[node], builder) }
    for node in nodes.indices where isStore[node] {
      split(nodes[node], asLanes: isLanes[node], builder)
    }
  }

  /// The instruction as one on lanes.
  private func makeLanes(_ instruction: InstructionView, _ builder: borrowing Builder) -> Value {
    func lanes(_ value: Value) -> Value { types.asLanes(value, builder) }
    builder.position(before: instruction)
    switch instruction.opcode {
    case .phi:
      let phi = builder.phi(types.lanes)
      // All edges from a block, of which a switch may have several, must have the same value.
      var converted: [BasicBlock: Value] = [:]
      for index in 0..<instruction.incomingCount {
        let (value, block) = instruction.incoming(index)
        if converted[block] == nil {
          if let end = block.terminator { builder.position(before: end) }
          converted[block] = lanes(value)
        }
        if let value = converted[block] { phi.addIncoming(value, from: block) }
      }
      return phi
    case .select:
      return builder.select(
        instruction.operand(0), lanes(instruction.operand(1)), lanes(instruction.operand(2)))
    case .shuffleVector:
      return builder.shuffle(
        lanes(instruction.operand(0)), lanes(instruction.operand(1)),
        instruction.shuffleMask.map { max(0, $0) }.flatMap { [2 * $0, 2 * $0 + 1] })
    case .load:
      return (0..<4).reduce(types.lanes.poison) { lanes, index in
        let place = self.place(instruction.operand(0), 4 * index, builder)
        return builder.insertElement(
          lanes, builder.load(types.i32, from: place, alignment: 1), index)
      }
    case .freeze:
      return builder.freeze(lanes(instruction.operand(0)))
    case .call:
      let amount = types.i32.constant(Self.amount(of: instruction))
      return builder.binary(
        VectorHelper.called(by: instruction.value)?.shift ?? .lshr, lanes(instruction.argument(0)),
        Builder.constantVector(Array(repeating: amount, count: 4)))
    default:
      let operation: Builder.BinaryOperation =
        instruction.opcode == .and ? .and : instruction.opcode == .or ? .or : .xor
      return builder.binary(
        operation, lanes(instruction.operand(0)), lanes(instruction.operand(1)))
    }
  }

  /// Replaces a shift of lanes by one of words, without what comes from the other lane.
  private func shiftWords(_ instruction: InstructionView, _ builder: borrowing Builder) {
    guard let operation = VectorHelper.called(by: instruction.value)?.shift else { return }
    func constant(_ pattern: UInt64) -> Value {
      Builder.constantVector([types.i64.constant(pattern), types.i64.constant(pattern)])
    }
    let amount = UInt64(Self.amount(of: instruction))
    let lane = UInt64(UInt32.max)
    let kept = operation == .shl ? lane << amount & lane : lane >> amount
    builder.position(before: instruction)
    let shifted = builder.binary(operation, instruction.argument(0), constant(amount))
    instruction.value.replaceAllUses(
      with: builder.binary(.and, shifted, constant(kept | kept << 32)))
    instruction.delete()
  }

  /// Replaces a store of a vector by stores of its lanes or words.
  private func split(
    _ store: InstructionView, asLanes: Bool, _ builder: borrowing Builder
  ) {
    builder.position(before: store)
    let (value, pointer) = (store.operand(0), store.operand(1))
    let parts = asLanes ? types.asLanes(value, builder) : value
    let size = asLanes ? 4 : 8
    for index in 0..<16 / size {
      let place = self.place(pointer, index * size, builder)
      builder.store(builder.extractElement(parts, index), to: place, alignment: 1)
    }
    store.delete()
  }

  /// The address so many bytes behind another one.
  private func place(_ pointer: Value, _ offset: Int, _ builder: borrowing Builder) -> Value {
    offset == 0
      ? pointer : builder.elementPointer(types.i8, pointer, types.i32.constant(offset))
  }
}
