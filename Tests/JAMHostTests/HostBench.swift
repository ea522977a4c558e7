import JAMHost
import PVM
import PVMVM
import Testing

/// Collects messages.
struct Messages: TextOutputStream {
  /// What was written.
  var text = ""

  /// Appends a text.
  mutating func write(_ string: String) { text += string }
}

/// Makes host calls from both interpreters, one call at a time, and compares them.
///
/// The guest has writable memory from 0x20000 to 0x2FFFF, and a read-only page at 0x30000.
struct HostBench: ~Copyable {
  /// How a call ended.
  enum End: Equatable {
    /// The run went on behind it.
    case resumed
    /// The run ended in it.
    case panic
    /// The run ended in it.
    case outOfGas
  }

  /// What a call did.
  struct Result: Equatable {
    /// How it ended.
    var end: End
    /// The registers after it.
    var registers: RegisterFile
    /// The gas it took, its `ecalli` not counted.
    var gasUsed: Int64

    /// r7.
    var r7: UInt64 { registers[.a0] }
    /// r8.
    var r8: UInt64 { registers[.a1] }
  }

  /// Where the writable memory starts.
  static let memory: UInt64 = 0x20000
  /// Where the read-only page is.
  static let readOnly: UInt64 = 0x30000
  /// An address without memory.
  static let unmapped: UInt64 = 0x40000
  /// Registers that no function touches.
  private static let marks: [(Register, UInt64)] = [
    (Register(0), 0x1111), (Register(2), 0x2222), (Register(6), UInt64.max),
  ]

  /// Which machine it is.
  private let target: Target
  /// The fast interpreter.
  private var fast: Machine
  /// The literal one.
  private var reference: ReferenceInterpreter
  /// Its host.
  private(set) var host: ServiceHost<Messages>
  /// The literal interpreter's host.
  private var referenceHost: ServiceHost<Messages>

  /// Prepares a guest.
  init(_ entry: ServiceEntry, _ state: HostState, _ target: Target = .gp07) throws {
    self.target = target
    var memory = GuestMemory()
    memory.map(address: 0x20000, byteCount: 0x10000, .readWrite)
    memory.map(address: 0x30000, byteCount: 0x1000, .readOnly)
    let calls = (0...101).map { "ecalli \($0)\ntrap\n" }.joined()
    let blob = try Assembler.assemble(calls + "ecalli -1\ntrap\n", target: target)
    fast = Machine(program: try LoadedProgram(blob), gas: 0, memory: memory)
    reference = ReferenceInterpreter(copying: fast)
    host = ServiceHost(entry, state: state, log: Messages())
    referenceHost = ServiceHost(entry, state: state, log: Messages())
  }

  /// Puts bytes into the guest's memory.
  mutating func put(_ bytes: [UInt8], at address: UInt64 = HostBench.memory) {
    let isWritten = fast.write(address: address, bytes)
    let isWrittenToo = reference.write(address: address, bytes)
    #expect(isWritten && isWrittenToo)
  }

  /// Bytes of the guest's memory.
  func bytes(_ count: Int, at address: UInt64 = HostBench.memory) -> [UInt8] {
    let bytes = fast.read(address: address, count: UInt64(count))
    #expect(bytes != nil && bytes == reference.read(address: address, count: UInt64(count)))
    return bytes ?? []
  }

  /// Makes a call with arguments in r7 and the registers after it.
  mutating func call(
    _ function: HostFunction, _ arguments: UInt64..., gas: Int64 = 1000,
    _ location: SourceLocation = #_sourceLocation
  ) -> Result {
    call(index: target.index(of: function) ?? UInt64.max, arguments, gas: gas, location)
  }

  /// Makes a call by index.
  mutating func call(
    index: UInt64, _ arguments: [UInt64], gas: Int64 = 1000,
    _ location: SourceLocation = #_sourceLocation
  ) -> Result {
    fast.isBlockPaid = false
    reference.charged = false
    let result = HostBench.call(index, arguments, gas, &fast, &host)
    let other = HostBench.call(index, arguments, gas, &reference, &referenceHost)
    #expect(result == other, "the interpreters differ", sourceLocation: location)
    #expect(host.effects == referenceHost.effects, sourceLocation: location)
    for (register, value) in HostBench.marks {
      #expect(result.registers[register] == value, sourceLocation: location)
    }
    return result
  }

  /// Makes a call on one interpreter.
  private static func call<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, _ arguments: [UInt64], _ gas: Int64, _ guest: inout Guest,
    _ host: inout ServiceHost<Messages>
  ) -> Result {
    // Each call and the trap behind it are three bytes, but call 0 needs one less.
    let pc = UInt32(index == 0 ? 0 : 3 * min(index, 102) - 1)
    guest.pc = pc
    // A block with a host call costs 100, the trap behind it included.
    guest.gas = gas + (guest.target.chargesBlocks ? 100 : 1)
    var registers = RegisterFile()
    for (register, value) in marks { registers[register] = value }
    for (number, value) in arguments.enumerated() {
      registers[Register(UInt8(7 + number))] = value
    }
    guest.registers = registers
    let exit = guest.run(host: &host)
    if exit == .outOfGas, guest.pc == pc {
      return Result(end: .outOfGas, registers: guest.registers, gasUsed: gas - guest.gas)
    }
    #expect(exit == .panic || exit == .outOfGas)
    let end: End = guest.pc == pc ? .panic : .resumed
    // Behind the call there is a trap, which costs 1 unless nothing is left.
    let isTrapPaid = end == .resumed && exit == .panic && !guest.target.chargesBlocks
    let trap: Int64 = isTrapPaid ? 1 : 0
    return Result(
      end: end, registers: guest.registers, gasUsed: gas - guest.gas - trap)
  }
}

extension HostBench.Result {
  /// Whether the run ended in a panic and nothing else happened: no register changed.
  func isPanic(_ arguments: UInt64...) -> Bool {
    end == .panic && Array(registers.values[7..<7 + arguments.count]) == arguments
  }
}

/// States for tests.
enum SampleState {
  /// Service 42 with storage, a preimage and two other services.
  static func make() -> HostState {
    var state = HostState(service: 42)
    state.timeslot = 100_000
    state.entropy = Hash32(of: [9])
    var own = ServiceAccount(
      codeHash: Hash32(of: [1]), balance: 10_000, minimumItemGas: 11, minimumMemoGas: 12,
      gratis: 0, created: 3, lastAccumulated: 4, parent: 5)
    own.setStorage(StorageKey([1, 2]), [10, 20, 30, 40, 50])
    own.setStorage(StorageKey([]), [7])
    own.preimages[preimageHash] = preimage
    own.setRequest(PreimageRequest(hash: preimageHash, length: 9), [50])
    state.services[42] = own
    var other = ServiceAccount(
      codeHash: Hash32(of: [2]), balance: 1000, minimumItemGas: 21, minimumMemoGas: 22)
    other.setStorage(StorageKey([3]), [1, 2, 3])
    state.services[43] = other
    state.services[7] = ServiceAccount(balance: 500)
    return state
  }

  /// The preimage of service 42.
  static let preimage: [UInt8] = Array("preimage!".utf8)
  /// Its hash.
  static let preimageHash = Hash32(of: preimage)

  /// Encodes a number in so many bytes.
  static func encode(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }
}
