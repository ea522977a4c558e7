import PVM
import PVMCodegen
import Support
import TestSupport

/// Executes allocated machine IR directly: what programs made from it are compared with.
///
/// Control follows the blocks and calls are calls, so nothing of frames, layout or emission is used.
/// Memory is one page at `memoryStart`.
struct MachineInterpreter {
  /// Why there is no result.
  enum Stop: Error {
    /// A trap, or an access outside the page.
    case panic
    /// Too many steps.
    case endless
    /// A spill slot was read before it was written, or a stack argument that nobody passed, so the
    /// function means nothing.
    case undefined
  }

  /// What a function's end leads to.
  private enum End {
    /// Back to the caller.
    case returned
    /// Into another function.
    case tail(Int)
  }

  /// The address of the page.
  static let memoryStart: Int64 = 0x20000

  /// The functions by index.
  private let functions: [MachineFunction]
  /// The registers.
  var registers = [UInt64](repeating: 0, count: 13)
  /// The page.
  var memory = [UInt8](repeating: 0, count: 4096)
  /// How many instructions were executed: each counts one, a call too.
  var steps = 0
  /// How many instructions may be executed.
  let limit: Int

  /// Starts with functions whose positions are their indices.
  init(_ functions: [MachineFunction], limit: Int = 20_000) {
    self.functions = functions
    self.limit = limit
  }

  /// Runs a function until it returns.
  mutating func run(_ index: Int) throws(Stop) { try call(index, incoming: []) }

  /// Calls a function, and those that it ends with.
  private mutating func call(_ index: Int, incoming: [UInt64]) throws(Stop) {
    var current = index
    while case .tail(let next) = try activate(functions[current], incoming) { current = next }
  }

  /// Executes one activation.
  private mutating func activate(
    _ function: MachineFunction, _ incoming: [UInt64]
  ) throws(Stop) -> End {
    var slots = [UInt64?](repeating: nil, count: function.spillSlots)
    var outgoing = [UInt64](repeating: 0, count: function.outgoingStackArguments)
    var block = BlockID.entry
    while true {
      for instruction in function.blocks[block].instructions {
        steps += 1
        if steps > limit { throw .endless }
        let s1 = value(instruction.s1)
        let x = UInt64(bitPattern: instruction.x)
        switch instruction.opcode {
        case .copy, MachineOpcode(.moveReg): set(instruction.def, s1)
        case .loadConstant: set(instruction.def, x)
        case .zeroExtend32: set(instruction.def, s1 & 0xFFFF_FFFF)
        case .loadIncoming:
          guard incoming.indices.contains(Int(instruction.y)) else { throw .undefined }
          set(instruction.def, incoming[Int(instruction.y)])
        case .storeOutgoing: outgoing[Int(instruction.y)] = s1
        case .spillStore: slots[Int(instruction.y)] = s1
        case .spillLoad:
          guard let slot = slots[Int(instruction.y)] else { throw .undefined }
          set(instruction.def, slot)
        case .call:
          let description = function.calls[instruction.call]
          guard case .direct(let callee) = description.callee else { throw .panic }
          try call(callee, incoming: outgoing)
        case .ret: return .returned
        case .tailCall:
          guard case .direct(let callee) = function.calls[instruction.call].callee else {
            throw .panic
          }
          return .tail(callee)
        case .switchJump:
          block = function.blocks[block].successors[Int(s1 / 2)].target
        case MachineOpcode(.jump): block = function.blocks[block].successors[0].target
        default: try execute(instruction, s1, x, function.blocks[block].successors, &block)
        }
      }
    }
  }

  /// Executes an instruction of the PVM.
  private mutating func execute(
    _ instruction: MachineInstruction, _ s1: UInt64, _ x: UInt64, _ edges: [MachineEdge],
    _ block: inout BlockID
  ) throws(Stop) {
    guard let opcode = instruction.opcode.opcode else { throw .panic }
    let s2 = value(instruction.s2)
    if opcode.traits.contains(.conditionalBranch) {
      let right = opcode.format == .regImmOff ? x : s2
      let isTaken = Semantics.branchCondition(opcode, s1, right) ?? false
      block = edges[isTaken ? 0 : 1].target
      return
    }
    switch opcode {
    case .trap: throw .panic
    case .storeU64: try store(instruction.x, 8, s1)
    case .storeImmU8: try store(instruction.x, 1, UInt64(bitPattern: Int64(instruction.y)))
    case .storeImmU64: try store(instruction.x, 8, UInt64(bitPattern: Int64(instruction.y)))
    case .loadU64: set(instruction.def, try load(instruction.x, 8))
    case .loadU8: set(instruction.def, try load(instruction.x, 1))
    default:
      let old = value(instruction.def)
      let result: UInt64? =
        switch opcode.format {
        case .regRegImm: Semantics.evaluate(opcode, a: old, b: s1, x: x)
        default: Semantics.evaluate(opcode, a: s1, b: s2, d: old, x: x)
        }
      guard let result else { throw .panic }
      set(instruction.def, result)
    }
  }

  /// The value of a register, or 0 without one.
  private func value(_ register: MachineRegister) -> UInt64 {
    register.physical.map { registers[Int($0.number)] } ?? 0
  }

  /// Writes a register.
  private mutating func set(_ register: MachineRegister, _ value: UInt64) {
    if let physical = register.physical { registers[Int(physical.number)] = value }
  }

  /// The index in the page of an access.
  private func index(_ address: Int64, _ count: Int) throws(Stop) -> Int {
    let index = Int(address - Self.memoryStart)
    guard index >= 0, index + count <= memory.count else { throw .panic }
    return index
  }

  /// Reads bytes.
  private func load(_ address: Int64, _ count: Int) throws(Stop) -> UInt64 {
    let start = try index(address, count)
    return (0..<count).reduce(0) { $0 | UInt64(memory[start + $1]) << UInt64(8 * $1) }
  }

  /// Writes bytes.
  private mutating func store(_ address: Int64, _ count: Int, _ value: UInt64) throws(Stop) {
    let start = try index(address, count)
    for byte in 0..<count {
      memory[start + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))
    }
  }
}
