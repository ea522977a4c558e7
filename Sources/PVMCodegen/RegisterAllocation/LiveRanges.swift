import PVM
import Support

/// A stretch of one block in which one virtual register holds a value that is still needed.
///
/// Points number the places of a function: each instruction has an even point, where it reads, and
/// the odd one after it, where it writes. Every block begins with two points that belong to no
/// instruction. Moves happen just before even points.
struct LiveSegment {
  /// The first point.
  var from: Int32
  /// The point after the last.
  var to: Int32
  /// The virtual register's index.
  var register: VirtualRegister
}

/// A stretch of points.
protocol PointRange {
  /// The first point.
  var from: Int32 { get }
  /// The point after the last.
  var to: Int32 { get }
}

extension LiveSegment: PointRange {}

extension Array where Element: PointRange {
  /// The index of the stretch that covers a point, among sorted ones that do not overlap; nil if none does.
  @inline(__always)
  func index(covering point: Int32, in range: Range<Int>) -> Int? {
    let index = range.firstIndex(behind: { self[$0].to <= point })
    return index < range.upperBound && self[index].from <= point ? index : nil
  }
}

/// One place where a virtual register is read or written.
struct RegisterUse {
  /// How the value is read or written.
  enum Kind: UInt8 {
    /// An instruction reads it from some register.
    case read
    /// An instruction writes it to some register.
    case write
    /// A call or return reads it from a fixed register.
    case fixedRead
    /// A call or the entry writes it to a fixed register.
    case fixedWrite
    /// A copy or an edge reads it from anywhere.
    case copyRead
    /// A copy or an edge writes it to anywhere.
    case copyWrite
  }

  /// Where.
  var point: Int32
  /// For copies, the virtual register at the other end, and where it is there.
  var partner: VirtualRegister
  /// The point at which the partner is where it comes from or goes to.
  var partnerPoint: Int32
  /// How often.
  var frequency: Float
  /// How.
  var kind: Kind
  /// The fixed register.
  var register: UInt8
}

/// Everything about a prepared function that allocation decisions rest on: numbered points, live
/// segments, uses, and what is fixed. Does not change while registers are assigned.
struct LiveRanges {
  /// The control-flow graph of the prepared function.
  let graph: ControlFlowGraph
  /// The first point of each block; for unreachable blocks -1.
  var blockStart: BlockTable<Int32>
  /// The point after the last of each block.
  var blockEnd: BlockTable<Int32>
  /// The block of each instruction slot (point divided by two).
  var blockOfSlot: [BlockID] = []
  /// How many points there are.
  var pointCount = 0
  /// For each point, the registers that hold something fixed or are destroyed there.
  var fixed: [UInt16] = []
  /// For each block, the union of `fixed` over its points.
  var fixedInBlock = BlockTable<UInt16>()
  /// Where each register's stretch of `segments` begins.
  var segmentStarts: [Int32] = []
  /// Live segments by register, then by point.
  var segments: [LiveSegment] = []
  /// Where each register's stretch of `uses` begins.
  var useStarts: [Int32] = []
  /// Uses by register, then by point.
  var uses: [RegisterUse] = []
  /// The constant-like instruction that makes each register's value, as an index into
  /// `constants`, or -1.
  var constantOfRegister = RegisterTable<Int32>()
  /// The constant-like instructions.
  var constants: [MachineInstruction] = []
  /// What is live at the start of each block.
  let liveness: Liveness
  /// The frequency of each edge.
  let edgeFrequencies: EdgeFrequencies

  /// Analyzes a prepared function.
  init(_ function: MachineFunction) {
    graph = ControlFlowGraph(function)
    liveness = Liveness(function, graph)
    edgeFrequencies = EdgeFrequencies(function, graph)
    blockStart = BlockTable<Int32>(repeating: -1, count: function.blocks.count)
    blockEnd = blockStart
    var slot: Int32 = 0
    for block in graph.reversePostorder {
      let count = Int32(function.blocks[block].instructions.count) + 1
      blockStart[block] = 2 * slot
      slot += count
      blockEnd[block] = 2 * slot
      for _ in 0..<count { blockOfSlot.append(block) }
    }
    pointCount = Int(slot) * 2
    fixed = [UInt16](repeating: 0, count: pointCount)
    collectUses(function)
    fixedInBlock = BlockTable(
      blockStart.indices.map { block in
        fixed[Int(max(0, blockStart[block]))..<Int(max(0, blockEnd[block]))].reduce(0, |)
      })
    collectSegments(function)
  }

  /// The segments of a virtual register.
  func segmentRange(_ register: VirtualRegister) -> Range<Int> {
    Int(segmentStarts[register.index])..<Int(segmentStarts[register.index + 1])
  }

  /// The uses of a virtual register.
  func useRange(_ register: VirtualRegister) -> Range<Int> {
    Int(useStarts[register.index])..<Int(useStarts[register.index + 1])
  }

  /// The block that a point lies in.
  func block(at point: Int32) -> BlockID { blockOfSlot[Int(point >> 1)] }

  /// The position in its block of the instruction at a point; -1 for the block's start.
  func instructionIndex(at point: Int32) -> Int {
    Int((point - blockStart[block(at: point)]) >> 1) - 1
  }

  /// The index of the first use of a register at or after a point.
  func firstUse(_ register: VirtualRegister, from point: Int32) -> Int {
    useRange(register).firstIndex(behind: { uses[$0].point < point })
  }

  /// Fills `uses`, `fixed` and the constants.
  private mutating func collectUses(_ function: MachineFunction) {
    let count = function.virtualRegisterCount
    constantOfRegister = RegisterTable(repeating: -1, count: count)
    var registers: [VirtualRegister] = []
    var flat: [RegisterUse] = []
    // Growing would need the memory twice.
    registers.reserveCapacity(pointCount * 3 / 2)
    flat.reserveCapacity(pointCount * 3 / 2)
    func add(
      _ register: MachineRegister, _ kind: RegisterUse.Kind, _ point: Int32, _ frequency: Double,
      fixed: UInt8 = 0, partner: VirtualRegister = .none, partnerPoint: Int32 = -1
    ) {
      guard register.isVirtual else { return }
      registers.append(register.virtual)
      flat.append(
        RegisterUse(
          point: point, partner: partner, partnerPoint: partnerPoint,
          frequency: Float(frequency), kind: kind, register: fixed))
    }
    for block in graph.reversePostorder {
      let frequency = function.blocks[block].frequency
      let start = blockStart[block]
      if block == .entry {
        for parameter in function.parameters {
          fixed[Int(start) + 1] |= 1 << parameter.register.number
          add(
            parameter.value, .fixedWrite, start + 1, frequency, fixed: parameter.register.number)
          if let constant = parameter.constant, parameter.value.isVirtual {
            constantOfRegister[parameter.value.virtual] = Int32(constants.count)
            constants.append(
              MachineInstruction(.loadConstant, def: parameter.value, x: constant))
          }
        }
      }
      for (index, parameter) in function.blocks[block].parameters.enumerated() {
        for edge in graph.incoming(block) {
          let source = edge.source
          let argument = function.blocks[source].successors[edge.position].arguments[index]
          add(
            parameter, .copyWrite, start, edgeFrequencies.of(source, edge.position),
            partner: argument.virtual, partnerPoint: blockEnd[source] - 1)
        }
      }
      for (index, instruction) in function.blocks[block].instructions.enumerated() {
        let point = start + 2 + 2 * Int32(index)
        if instruction.opcode.isCopy {
          add(
            instruction.s1, .copyRead, point, frequency,
            partner: instruction.def.virtual, partnerPoint: point + 1)
          add(
            instruction.def, .copyWrite, point + 1, frequency,
            partner: instruction.s1.virtual, partnerPoint: point)
          continue
        }
        add(instruction.s1, .read, point, frequency)
        if instruction.s2 != instruction.s1 { add(instruction.s2, .read, point, frequency) }
        if instruction.s3 != instruction.s1, instruction.s3 != instruction.s2 {
          add(instruction.s3, .read, point, frequency)
        }
        if instruction.def.isVirtual, instruction.isRematerializable {
          constantOfRegister[instruction.def.virtual] = Int32(constants.count)
          constants.append(instruction)
        }
        add(instruction.def, .write, point + 1, frequency)
        if instruction.hasCallDescription {
          let call = function.calls[instruction.call]
          for argument in call.arguments {
            fixed[Int(point)] |= 1 << argument.register.number
            add(argument.value, .fixedRead, point, frequency, fixed: argument.register.number)
          }
          fixed[Int(point) + 1] |= call.clobbers.bits
          for result in call.results {
            fixed[Int(point) + 1] |= 1 << result.register.number
            add(result.value, .fixedWrite, point + 1, frequency, fixed: result.register.number)
          }
        }
      }
      for (position, edge) in function.blocks[block].successors.enumerated() {
        let edgeFrequency = edgeFrequencies.of(block, position)
        for (argument, parameter) in zip(
          edge.arguments, function.blocks[edge.target].parameters)
        {
          add(
            argument, .copyRead, blockEnd[block] - 1, edgeFrequency,
            partner: parameter.virtual, partnerPoint: blockStart[edge.target])
        }
      }
    }
    let rows = EntityRows(flat, by: registers, count: count).rows
    (useStarts, uses) = (rows.starts, rows.elements)
  }

  /// Fills `segments`: one walk backwards over each block.
  private mutating func collectSegments(_ function: MachineFunction) {
    let count = function.virtualRegisterCount
    var flat: [LiveSegment] = []
    flat.reserveCapacity(pointCount)
    // The point at which each live register's current segment ends, or -1.
    var end = RegisterTable<Int32>(repeating: -1, count: count)
    var live: [VirtualRegister] = []
    for block in graph.reversePostorder {
      let first = flat.count
      live.removeAll(keepingCapacity: true)
      func use(_ register: MachineRegister, _ point: Int32) {
        guard register.isVirtual else { return }
        let index = register.virtual
        if end[index] < 0 { live.append(index) }
        end[index] = max(end[index], point)
      }
      func define(_ register: MachineRegister, _ point: Int32, keepDead: Bool) {
        guard register.isVirtual else { return }
        let index = register.virtual
        var to = end[index]
        if to < 0 && keepDead { to = point + 1 }
        end[index] = -1
        if to > point {
          flat.append(LiveSegment(from: point, to: to, register: index))
        }
      }
      for edge in function.blocks[block].successors {
        for register in liveness.liveIn(edge.target) {
          use(MachineRegister(virtual: register), blockEnd[block])
        }
        for argument in edge.arguments { use(argument, blockEnd[block]) }
      }
      var point = blockEnd[block]
      for instruction in function.blocks[block].instructions.reversed() {
        point -= 2
        for result in function.results(of: instruction) {
          define(result.value, point + 2, keepDead: false)
        }
        define(instruction.def, point + 1, keepDead: true)
        for argument in function.arguments(of: instruction) { use(argument.value, point) }
        instruction.forEachRead { use($0, point + 1) }
      }
      for parameter in function.blocks[block].parameters {
        define(parameter, blockStart[block], keepDead: false)
      }
      if block == .entry {
        for parameter in function.parameters {
          define(parameter.value, blockStart[.entry] + 2, keepDead: false)
        }
      }
      for register in live where end[register] >= 0 {
        flat.append(
          LiveSegment(from: blockStart[block], to: end[register], register: register))
        end[register] = -1
      }
      // Backwards order within the block becomes forwards order.
      flat[first...].reverse()
    }
    let rows = EntityRows(flat, by: flat.map(\.register), count: count).rows
    (segmentStarts, segments) = (rows.starts, rows.elements)
  }
}
