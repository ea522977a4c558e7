import PVM
import PVMVM
import TestSupport

/// A run as the reference interpreter does it: every state, and what led to it. What the debugger says is compared with this.
struct PlainTrace {
  /// The state at each step.
  private(set) var states: [ReferenceInterpreter] = []
  /// How many calls have not returned at each step.
  private(set) var depths: [Int] = []
  /// What was stored by the step that led to a state, by the program or the host.
  private(set) var stores: [[(address: UInt32, count: Int)]] = []
  /// The end of the run; nil if it is longer than what was asked for.
  private(set) var exit: ExitReason?

  /// Runs a machine.
  ///
  /// - Parameter limit: how many steps are done at most.
  init(_ machine: borrowing Machine, limit: Int, host: TestHost = TestHost()) {
    var host = host
    var state = ReferenceInterpreter(copying: machine)
    var returns: [UInt32] = []
    states = [state]
    depths = [0]
    stores = [[]]
    let blob = machine.program.blob
    while states.count <= limit {
      let instruction = InstructionDecoder.decode(blob, at: Int(state.pc)).effective
      let before = state
      let pc = state.pc
      var end = state.stepOnce()
      var stored: [(address: UInt32, count: Int)] = []
      if let store = state.observed.stored, end == nil { stored.append(store) }
      if case .hostCall(let index) = end {
        end = PlainTrace.serve(index, &state, &host)
        stored += host.stores
      }
      if end == nil {
        PlainTrace.follow(instruction, before, pc, &returns)
      }
      states.append(state)
      depths.append(returns.count)
      stores.append(stored)
      exit = end
      if end != nil { return }
    }
  }

  /// Serves a host call as the specification says.
  private static func serve(
    _ index: UInt64, _ state: inout ReferenceInterpreter, _ host: inout TestHost
  ) -> ExitReason? {
    host.stores = []
    if !host.growsHeap, state.target.hostFunction(index) == .growHeap { return grow(&state) }
    guard let cost = host.gasCost(of: index, on: state) else { return .hostCall(index: index) }
    guard state.gas >= Int64(cost) else {
      state.gas = 0
      return .outOfGas
    }
    state.gas -= Int64(cost)
    switch host.handle(index, on: &state) {
    case .resume:
      state.advancePastHostCall()
      return nil
    case .panic: return .panic
    case .halt: return .halt
    case .outOfGas:
      state.gas = 0
      return .outOfGas
    }
  }

  /// Serves `grow_heap`: 275 gas, and 121 for each page that the heap becomes longer.
  private static func grow(_ state: inout ReferenceInterpreter) -> ExitReason? {
    let (end, limit, wanted) = (state.heapPages.end, state.heapPages.limit, state[.a0])
    let isGrown = wanted > end && wanted <= limit
    let cost = 275 + (isGrown ? Int64(wanted - end) * 121 : 0)
    guard state.gas >= cost else {
      if state.target.choices.contains(.unpaidGrowthTakesAll) { state.gas = 0 }
      return .outOfGas
    }
    state.gas -= cost
    if isGrown { state.growHeap(toPage: wanted) }
    state[.a0] = isGrown ? wanted : end
    state.advancePastHostCall()
    return nil
  }

  /// Follows calls and returns.
  private static func follow(
    _ instruction: Instruction, _ before: ReferenceInterpreter, _ pc: UInt32,
    _ returns: inout [UInt32]
  ) {
    switch instruction.opcode {
    case .loadImmJump where instruction.a == .returnAddress,
      .loadImmJumpInd where instruction.a == .returnAddress:
      returns.append(UInt32(truncatingIfNeeded: instruction.x))
    case .jumpInd, .loadImmJumpInd:
      let isPlain = instruction.opcode == .jumpInd
      let register = isPlain ? instruction.a : instruction.b
      let offset = isPlain ? instruction.x : instruction.y
      let address = UInt32(
        truncatingIfNeeded: before[register] &+ UInt64(bitPattern: offset))
      if returns.last == address {
        returns.removeLast()
      } else if register == .returnAddress, let index = returns.lastIndex(of: address) {
        returns.removeSubrange(index...)
      }
    default: break
    }
  }
}

/// A host whose functions do something that depends on how often they were called.
struct TestHost: HostCallHandler {
  /// Whether it grows heaps, which does nothing, or leaves that to the machine.
  let growsHeap: Bool
  /// How often it was called.
  private var count: UInt64 = 0
  /// What the last call stored.
  var stores: [(address: UInt32, count: Int)] = []

  /// Creates a host that has not been called.
  init(growsHeap: Bool = true) { self.growsHeap = growsHeap }

  /// Functions above 20 are not offered.
  mutating func gasCost<Guest: GuestMachine & ~Copyable>(
    of index: UInt64, on machine: borrowing Guest
  ) -> UInt64? { index > 20 ? nil : 10 }

  /// Counts, and with function 8 writes.
  mutating func handle<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, on machine: inout Guest
  ) -> HostCallOutcome {
    count += 1
    stores = []
    if index == 8 {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
      if machine.write(address: 0x20040, bytes) { stores = [(0x20040, 8)] }
    }
    machine[.a0] = count
    return index == 7 ? .panic : .resume
  }
}
