internal import PVM

// A literal transcription of `pvm-0.8.md` section 4: the table, and the Python text of `block_gas`
// with its names. Like the rest of the reference interpreter it shares nothing with what it checks.

/// What `cost(pc)` of the specification gives.
struct ReferenceCost {
  /// Cycles.
  var latency: Int
  /// Decode slots.
  var slots: Int
  /// Units: A, L, S, M, D.
  var units: [Int]
  /// Registers read.
  var reads: Set<Int>
  /// Registers written.
  var writes: Set<Int>
}

/// An entry of `flight`.
private struct ReferenceFlight {
  /// The states of the specification, in order.
  enum State { case decoded, waiting, executing, finished, retired }
  /// State.
  var state = State.decoded
  /// Cycles left.
  var left: Int
  /// Dependencies, as indices into `flight`.
  var depends: [Int]
  /// Registers it is the last writer of.
  var registers: Set<Int>
  /// Units.
  var units: [Int]
}

extension ReferenceInterpreter {
  // MARK: Section 4.1

  /// The start of the block that contains a position.
  func blockStart(containing pc: Int) -> Int { starts.filter { $0 <= pc }.max() ?? 0 }

  /// The gas of the block that starts at a position; computed once.
  mutating func gasOfBlock(at start: Int) -> Int64 {
    if let known = blockGasCache[start] { return known }
    let gas = Int64(blockGas(start))
    blockGasCache[start] = gas
    return gas
  }

  // MARK: Section 4.2

  /// The gas of the block that starts at a position.
  package func blockGas(_ start: Int) -> Int {
    var pc: Int? = start
    var cycle = 0
    var slots = 4
    var starts = 5
    var free = [4, 4, 4, 1, 1]
    var flight: [ReferenceFlight] = []
    while true {
      let live = flight.reduce(0) { $0 + ($1.state != .retired ? 1 : 0) }
      if let at = pc, live < 32 {
        let entry = cost(at)
        if entry.slots <= slots {
          slots -= entry.slots
          let op = opcode(at: at)
          if op == .moveReg {
            for f in flight.indices {
              if flight[f].registers.isDisjoint(with: entry.reads) {
                flight[f].registers.subtract(entry.writes)
              } else {
                flight[f].registers.formUnion(entry.writes)
              }
            }
          } else {
            let depends = flight.indices.filter {
              !flight[$0].registers.isDisjoint(with: entry.reads)
            }
            for f in flight.indices { flight[f].registers.subtract(entry.writes) }
            flight.append(
              ReferenceFlight(
                left: entry.latency, depends: depends, registers: entry.writes,
                units: entry.units))
          }
          let ends = at >= c.count || Self.isTerminator(c[at])
          pc = ends ? nil : at + 1 + Self.skip(k, at)
          continue
        }
      }
      let ready = flight.indices.first { f in
        flight[f].state == .waiting && zip(flight[f].units, free).allSatisfy { $0 <= $1 }
          && flight[f].depends.allSatisfy { flight[$0].left == 0 }
      }
      if let ready, starts > 0 {
        flight[ready].state = .executing
        starts -= 1
        free = zip(flight[ready].units, free).map { $1 - $0 }
        continue
      }
      if pc == nil, live == 0 { return max(cycle - 3, 1) }
      slots = 4
      starts = 5
      cycle += 1
      let before = flight
      var allDone = true
      for f in flight.indices {
        let (state, left) = (before[f].state, before[f].left)
        allDone = allDone && (state == .finished || state == .retired)
        if allDone {
          flight[f].state = .retired
        } else if state == .decoded {
          flight[f].state = .waiting
        } else if state == .executing, left == 0 {
          flight[f].state = .finished
        }
        if state == .executing, left == 1 { free = zip(flight[f].units, free).map { $0 + $1 } }
        if state == .executing, left > 0 { flight[f].left = left - 1 }
      }
    }
  }

  // MARK: Section 4.3

  /// The costs of the instruction at a position.
  private func cost(_ pc: Int) -> ReferenceCost {
    let op = opcode(at: pc)
    let l = Self.skip(k, pc)
    let args = decodeArguments(ReferenceFormat(op), pc, l)
    let (reads, writes) = Self.registers(op, args, cmovReads)
    // P(n) and PS(n).
    let p = reads.isDisjoint(with: writes) ? 1 : 0
    let ps = args.d == args.a ? 0 : 1
    var (latency, slots, units) = (0, 1, "")
    switch op {
    case .moveReg: (latency, slots, units) = (0, 1, "")
    case .and, .xor, .or, .add64, .sub64: (latency, slots, units) = (1, 1 + p, "A")
    case .add32, .sub32: (latency, slots, units) = (2, 2 + p, "A")
    case .andImm, .xorImm, .orImm, .addImm64, .shloLImm64, .shloRImm64, .sharRImm64, .rotR64Imm,
      .reverseBytes:
      (latency, slots, units) = (1, 1 + p, "A")
    case .addImm32, .shloLImm32, .shloRImm32, .sharRImm32, .rotR32Imm:
      (latency, slots, units) = (2, 2 + p, "A")
    case .countSetBits64, .countSetBits32, .leadingZeroBits64, .leadingZeroBits32, .signExtend8,
      .signExtend16, .zeroExtend16:
      (latency, slots, units) = (1, 1, "A")
    case .trailingZeroBits64, .trailingZeroBits32: (latency, slots, units) = (2, 1, "AA")
    case .shloL64, .shloR64, .sharR64, .rotL64, .rotR64: (latency, slots, units) = (1, 2 + ps, "A")
    case .shloL32, .shloR32, .sharR32, .rotL32, .rotR32: (latency, slots, units) = (2, 3 + ps, "A")
    case .shloLImmAlt64, .shloRImmAlt64, .sharRImmAlt64, .rotR64ImmAlt:
      (latency, slots, units) = (1, 3, "A")
    case .shloLImmAlt32, .shloRImmAlt32, .sharRImmAlt32, .rotR32ImmAlt:
      (latency, slots, units) = (2, 4, "A")
    case .setLtU, .setLtS, .setLtUImm, .setLtSImm, .setGtUImm, .setGtSImm:
      (latency, slots, units) = (3, 3, "A")
    case .cmovIz, .cmovNz: (latency, slots, units) = (2, 2, "A")
    case .cmovIzImm, .cmovNzImm: (latency, slots, units) = (2, 3, "A")
    case .max, .maxU, .min, .minU: (latency, slots, units) = (3, 2 + p, "A")
    case .loadU8, .loadI8, .loadU16, .loadI16, .loadU32, .loadI32, .loadU64, .loadIndU8,
      .loadIndI8, .loadIndU16, .loadIndI16, .loadIndU32, .loadIndI32, .loadIndU64:
      (latency, slots, units) = (25, 1, "AL")
    case .storeImmU8, .storeImmU16, .storeImmU32, .storeImmU64, .storeU8, .storeU16, .storeU32,
      .storeU64, .storeImmIndU8, .storeImmIndU16, .storeImmIndU32, .storeImmIndU64, .storeIndU8,
      .storeIndU16, .storeIndU32, .storeIndU64:
      (latency, slots, units) = (25, 1, "AS")
    case .branchEqImm, .branchNeImm, .branchLtUImm, .branchLeUImm, .branchGeUImm, .branchGtUImm,
      .branchLtSImm, .branchLeSImm, .branchGeSImm, .branchGtSImm, .branchEq, .branchNe, .branchLtU,
      .branchLtS, .branchGeU, .branchGeS:
      let isMarked = isMark(args.target) || isMark(Integer(pc + 1 + l))
      (latency, slots, units) = (isMarked ? 1 : 20, 1, "A")
    case .divU32, .divS32, .remU32, .remS32, .divU64, .divS64, .remU64, .remS64:
      (latency, slots, units) = (60, 4, "AD")
    case .andInv, .orInv: (latency, slots, units) = (2, 3, "A")
    case .xnor: (latency, slots, units) = (2, 2 + p, "A")
    case .negAddImm64: (latency, slots, units) = (2, 3, "A")
    case .negAddImm32: (latency, slots, units) = (3, 4, "A")
    case .loadImm: (latency, slots, units) = (1, 1, "")
    case .loadImm64: (latency, slots, units) = (1, 2, "")
    case .mul64, .mulImm64: (latency, slots, units) = (3, 1 + p, "AM")
    case .mul32, .mulImm32: (latency, slots, units) = (4, 2 + p, "AM")
    case .mulUpperSS, .mulUpperUU: (latency, slots, units) = (4, 4, "AM")
    case .mulUpperSU: (latency, slots, units) = (6, 4, "AM")
    case .trap, .fallthrough: (latency, slots, units) = (2, 1, "")
    case .unlikely: (latency, slots, units) = (40, 1, "")
    case .jump, .loadImmJump: (latency, slots, units) = (15, 1, "")
    case .jumpInd, .loadImmJumpInd: (latency, slots, units) = (22, 1, "")
    case .ecalli: (latency, slots, units) = (100, 4, "A")
    case .sbrk: preconditionFailure("sbrk is gone")
    }
    let names: [Character] = ["A", "L", "S", "M", "D"]
    return ReferenceCost(
      latency: latency, slots: slots,
      units: names.map { name in units.reduce(0) { $0 + ($1 == name ? 1 : 0) } },
      reads: reads, writes: writes)
  }

  /// Whether the four conditional moves read their destination.
  private var cmovReads: Bool { target.choices.contains(.conditionalMovesRead) }

  /// Whether the octet at a position is the opcode of `unlikely` or `trap`.
  private func isMark(_ at: Integer) -> Bool {
    guard let at = Int(exactly: at), c.indices.contains(at) else { return true }
    return c[at] == 2 || c[at] == 0
  }

  /// The registers that an instruction reads and writes, by its equation.
  private static func registers(
    _ op: Opcode, _ args: ReferenceArguments, _ cmovReads: Bool
  ) -> (Set<Int>, Set<Int>) {
    let (a, b, d) = (args.a, args.b, args.d)
    switch op {
    case .jumpInd, .storeU8, .storeU16, .storeU32, .storeU64: return ([a], [])
    case .loadImmJump, .loadImm64: return ([], [a])
    case .cmovIzImm, .cmovNzImm: return (cmovReads ? [a, b] : [b], [a])
    case .cmovIz, .cmovNz: return (cmovReads ? [a, b, d] : [a, b], [d])
    case .storeIndU8, .storeIndU16, .storeIndU32, .storeIndU64: return ([a, b], [])
    default: break
    }
    switch ReferenceFormat(op) {
    case .none, .imm, .immImm, .off: return ([], [])
    case .regImm, .regImm64: return ([], [a])
    case .regImmImm, .regImmOff: return ([a], [])
    case .regReg: return ([a], [d])
    case .regRegImm: return ([b], [a])
    case .regRegOff: return ([a, b], [])
    case .regRegImmImm: return ([b], [a])
    case .regRegReg: return ([a, b], [d])
    }
  }
}
