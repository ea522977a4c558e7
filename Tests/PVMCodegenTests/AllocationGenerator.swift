import PVM
import PVMCodegen
import Support

/// A small random number generator with a seed.
struct TestRandom: RandomNumberGenerator {
  /// The numbers.
  private var generator: SplitMix64

  /// Creates a generator.
  init(_ seed: UInt64) {
    generator = SplitMix64(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
  }

  /// The next number.
  mutating func next() -> UInt64 { generator.next() }

  /// A number below a bound.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// True once in `n` times.
  mutating func oneIn(_ n: Int) -> Bool { below(n) == 0 }
}

/// Makes random machine functions in SSA form: loops, joins, switches, calls with assorted clobbers,
/// conditional moves, constants and as many live values as asked for.
struct AllocationGenerator {
  /// Randomness.
  private var random: TestRandom
  /// The function in the making.
  private var function: MachineFunction
  /// The block being filled.
  private var block = BlockID.entry
  /// The values of the program's variables.
  private var variables: [MachineRegister] = []
  /// Which variables may change: within a loop only those that its header has parameters for.
  private var isAssignable: [Bool] = []
  /// The expected frequency of the block being filled.
  private var frequency = 1.0
  /// How many more statements may be made.
  private var budget: Int
  /// What calls do with registers.
  private let convention: Convention
  /// How many registers the function gives back as they were.
  private let preservedCount: Int
  /// The return address and preserved registers.
  private var fixedValues: [FixedOperand] = []

  /// What calls do with registers.
  private enum Convention: CaseIterable {
    /// They follow the fixed convention.
    case fixed
    /// They destroy arbitrary registers.
    case odd
    /// They destroy all registers but a few, most of which hold arguments, of which there are many, as there are results.
    case crowded
  }

  /// Prepares a generator.
  private init(seed: UInt64, statements: Int, pressure: Int) {
    random = TestRandom(seed)
    function = MachineFunction(name: "random\(seed)", index: Int(seed))
    budget = statements
    function.frameObjects = [16]
    convention = Convention.allCases[random.below(Convention.allCases.count)]
    preservedCount = random.below(4)
    _ = startBlock()
    fixedValues.append(parameter(Register(0)))
    for number in 0..<preservedCount { fixedValues.append(parameter(Register(UInt8(4 + number)))) }
    for number in 0..<min(pressure, random.below(7)) {
      variables.append(parameter(Register(UInt8(7 + number))).value)
    }
    while variables.count < pressure {
      let value = function.makeVirtualRegister()
      emit(MachineInstruction(.loadConstant, def: value, x: Int64(random.below(5))))
      variables.append(value)
    }
    isAssignable = [Bool](repeating: true, count: pressure)
  }

  /// A function made of nested statements, so that its control flow is reducible.
  static func structured(seed: UInt64, statements: Int, pressure: Int) -> MachineFunction {
    var generator = AllocationGenerator(seed: seed, statements: statements, pressure: pressure)
    while generator.budget > 0 { generator.statement(depth: 0) }
    generator.finish()
    return generator.function
  }

  /// A function whose blocks jump anywhere; every block but the entry has all variables as
  /// parameters.
  static func tangled(seed: UInt64, blocks: Int, pressure: Int) -> MachineFunction {
    var generator = AllocationGenerator(seed: seed, statements: 0, pressure: pressure)
    generator.tangle(blocks)
    return generator.function
  }

  // MARK: Pieces

  /// Adds a function parameter.
  private mutating func parameter(_ register: Register) -> FixedOperand {
    let operand = FixedOperand(function.makeVirtualRegister(), in: register)
    function.parameters.append(operand)
    return operand
  }

  /// Adds a block and returns its index.
  private mutating func startBlock() -> BlockID {
    function.blocks.append(MachineBlock(frequency: frequency))
  }

  /// Appends an instruction to the current block.
  private mutating func emit(_ instruction: MachineInstruction) {
    function.blocks[block].instructions.append(instruction)
  }

  /// Some variable's value.
  private mutating func anyValue() -> MachineRegister { variables[random.below(variables.count)] }

  /// Gives some variable a value.
  private mutating func assign(_ value: MachineRegister) {
    let index = random.below(variables.count)
    if isAssignable[index] { variables[index] = value }
  }

  /// A straight-line statement.
  private mutating func simple() {
    budget -= 1
    let value = function.makeVirtualRegister()
    switch random.below(12) {
    case 0: emit(MachineInstruction(.loadConstant, def: value, x: Int64(random.below(6))))
    case 1:
      emit(MachineInstruction(.cmovNz, def: value, anyValue(), anyValue(), anyValue()))
    case 2:
      emit(MachineInstruction(.cmovIzImm, def: value, anyValue(), .none, anyValue(), x: 5))
    case 3: emit(MachineInstruction(.copy, def: value, anyValue()))
    case 4:
      emit(MachineInstruction(.storeIndU64, anyValue(), anyValue(), x: 8))
      return
    case 5: emit(MachineInstruction(.loadIndU32, def: value, anyValue(), x: 16))
    case 6: emit(MachineInstruction(.zeroExtend32, def: value, anyValue()))
    case 7: emit(MachineInstruction(.frameAddress, def: value, x: 8, y: 0))
    default: emit(MachineInstruction(.add64, def: value, anyValue(), anyValue()))
    }
    assign(value)
    if random.oneIn(8) { emit(MachineInstruction(.storeIndU8, value, anyValue())) }
  }

  /// A call.
  private mutating func call() {
    budget -= 1
    var description = CallDescription(
      callee: random.oneIn(3) ? .indirect : .direct(0),
      clobbers: CallingConvention.clobbers)
    let isCrowded = convention == .crowded
    for number in 0..<random.below(isCrowded ? 7 : 6) {
      let register = Register(UInt8(7 + number))
      description.arguments.append(FixedOperand(anyValue(), in: register))
    }
    switch convention {
    case .fixed: break
    case .odd:
      description.clobbers = RegisterSet(bits: UInt16(truncatingIfNeeded: random.next()) & 0x1FFD)
    case .crowded:
      if random.oneIn(2) {
        description.arguments.append(FixedOperand(anyValue(), in: CallingConvention.passedGlobal))
      }
      description.clobbers = CallingConvention.allocatable
      for _ in 0..<random.below(4) {
        let kept = description.arguments.map(\.register) + [Register(2), Register(5)]
        description.clobbers.remove(kept[random.below(kept.count)])
      }
    }
    for number in 0..<random.below(isCrowded ? 7 : 3) {
      let register = Register(UInt8(7 + number))
      description.results.append(FixedOperand(function.makeVirtualRegister(), in: register))
      description.clobbers.remove(register)
    }
    function.calls.append(description)
    let target = description.callee == .indirect ? anyValue() : .none
    emit(MachineInstruction(.call, target, y: Int32(function.calls.count - 1)))
    for result in description.results { assign(result.value) }
  }

  /// Any statement.
  private mutating func statement(depth: Int) {
    let choice = random.below(16)
    if depth < 4, choice == 0 {
      loop(depth)
    } else if depth < 5, choice <= 2 {
      branch(depth)
    } else if depth < 3, choice == 3, random.oneIn(4) {
      multiway(depth)
    } else if choice == 4 {
      call()
    } else {
      simple()
    }
  }

  /// A few statements.
  private mutating func body(_ depth: Int) {
    for _ in 0..<(1 + random.below(8)) where budget > 0 { statement(depth: depth + 1) }
  }

  /// Jumps to a block that has a parameter for each of the given variables.
  private mutating func jump(to target: BlockID, _ arguments: [MachineRegister]) {
    emit(MachineInstruction(.jump))
    function.blocks[block].successors = [MachineEdge(target, arguments)]
  }

  /// Joins several ways: parameters for the variables that differ.
  private mutating func join(_ ends: [(block: BlockID, variables: [MachineRegister])]) {
    let target = startBlock()
    var merged: [Int] = []
    for index in variables.indices
    where ends.contains(where: { $0.variables[index] != ends[0].variables[index] }) {
      merged.append(index)
    }
    for end in ends {
      block = end.block
      jump(to: target, merged.map { end.variables[$0] })
    }
    block = target
    variables = ends[0].variables
    for index in merged {
      let value = function.makeVirtualRegister()
      function.blocks[target].parameters.append(value)
      variables[index] = value
    }
  }

  /// Ends the current block with a two-way branch.
  private mutating func endWithBranch(_ first: MachineEdge, _ second: MachineEdge) {
    if random.oneIn(2) {
      emit(MachineInstruction(.branchLtU, anyValue(), anyValue()))
    } else {
      emit(MachineInstruction(.branchNeImm, anyValue(), x: 7))
    }
    function.blocks[block].successors = [first, second]
  }

  /// An `if` with or without `else`, sometimes with an early return.
  private mutating func branch(_ depth: Int) {
    let outer = frequency
    let share = [0.5, 0.9, 0.1, 0.01][random.below(4)]
    let start = block
    let atStart = variables
    frequency = outer * share
    let thenBlock = startBlock()
    frequency = outer * (1 - share)
    let elseBlock = startBlock()
    endWithBranch(MachineEdge(thenBlock), MachineEdge(elseBlock))
    _ = start
    frequency = outer * share
    block = thenBlock
    body(depth)
    let thenEnd = (block, variables)
    variables = atStart
    frequency = outer * (1 - share)
    block = elseBlock
    if random.oneIn(2) { body(depth) }
    let elseEnd = (block, variables)
    frequency = outer
    if random.oneIn(10) {
      block = elseEnd.0
      returnHere()
      block = thenEnd.0
      variables = thenEnd.1
    } else {
      join([thenEnd, elseEnd])
    }
  }

  /// A switch whose cases all join.
  private mutating func multiway(_ depth: Int) {
    let outer = frequency
    let atStart = variables
    let count = 2 + random.below(5)
    frequency = outer / Double(count)
    var targets: [BlockID] = []
    for _ in 0..<count { targets.append(startBlock()) }
    emit(MachineInstruction(.switchJump, anyValue()))
    function.blocks[block].successors = targets.map { MachineEdge($0) }
    var ends: [(block: BlockID, variables: [MachineRegister])] = []
    for target in targets {
      block = target
      variables = atStart
      if !random.oneIn(3) { body(depth) }
      ends.append((block, variables))
    }
    frequency = outer
    join(ends)
  }

  /// A loop; its exit edge may be critical.
  private mutating func loop(_ depth: Int) {
    let outer = frequency
    let savedAssignable = isAssignable
    frequency = outer * 8
    let header = startBlock()
    var carried: [Int] = []
    for index in variables.indices {
      isAssignable[index] = isAssignable[index] && !random.oneIn(3)
      if isAssignable[index] { carried.append(index) }
    }
    jump(to: header, carried.map { variables[$0] })
    block = header
    for index in carried {
      let value = function.makeVirtualRegister()
      function.blocks[header].parameters.append(value)
      variables[index] = value
    }
    body(depth)
    frequency = outer
    let exit = startBlock()
    // Straight back with arguments on a critical edge, or by a block of its own.
    let back = MachineEdge(header, carried.map { variables[$0] })
    endWithBranch(back, MachineEdge(exit))
    block = exit
    isAssignable = savedAssignable
  }

  /// Ends the current block with a return.
  private mutating func returnHere() {
    var description = CallDescription(callee: .none)
    let count = random.below(convention == .crowded ? 7 : 3)
    for number in 0..<count {
      description.arguments.append(FixedOperand(anyValue(), in: Register(UInt8(7 + number))))
    }
    description.arguments += fixedValues.dropFirst()
    if random.oneIn(4) {
      // Another function returns for this one.
      description.callee = random.oneIn(2) ? .indirect : .direct(0)
      description.arguments.append(fixedValues[0])
      function.calls.append(description)
      let target = description.callee == .indirect ? anyValue() : .none
      emit(MachineInstruction(.tailCall, target, y: Int32(function.calls.count - 1)))
      return
    }
    function.calls.append(description)
    emit(
      MachineInstruction(.ret, fixedValues[0].value, y: Int32(function.calls.count - 1)))
  }

  /// Ends the function.
  private mutating func finish() {
    returnHere()
  }

  /// Fills the function with blocks that jump anywhere.
  private mutating func tangle(_ count: Int) {
    let entry = block
    var blocks: [BlockID] = []
    for _ in 0..<count {
      frequency = [0.01, 0.3, 1, 1, 5, 20][random.below(6)]
      blocks.append(startBlock())
    }
    for target in blocks {
      for _ in variables {
        let value = function.makeVirtualRegister()
        function.blocks[target].parameters.append(value)
      }
    }
    for current in [entry] + blocks {
      block = current
      if current != entry { variables = function.blocks[current].parameters }
      for _ in 0..<random.below(6) {
        if random.oneIn(6) { call() } else { simple() }
      }
      func edge(_ generator: inout AllocationGenerator) -> MachineEdge {
        let target = blocks[generator.random.below(blocks.count)]
        var arguments = generator.variables
        if generator.random.oneIn(2) { arguments.shuffle(using: &generator.random) }
        return MachineEdge(target, arguments)
      }
      switch random.below(6) {
      case 0: returnHere()
      case 1:
        emit(MachineInstruction(.switchJump, anyValue()))
        function.blocks[block].successors = (0..<4).map { _ in edge(&self) }
      case 2, 3:
        let (first, second) = (edge(&self), edge(&self))
        endWithBranch(first, second)
      default:
        let target = edge(&self)
        jump(to: target.target, target.arguments)
      }
    }
  }
}
