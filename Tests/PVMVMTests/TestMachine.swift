import PVM
import PVMVM
import Testing

/// How a run ended, with the state it left.
struct Outcome: Equatable {
  /// Why it ended.
  var exit: ExitReason
  /// The counter.
  var pc: UInt32
  /// The gas left.
  var gas: Int64
  /// The registers.
  var registers: [UInt64]
  /// The accessible pages.
  var pages: [Int: [UInt8]]
  /// The end of the heap.
  var heapEnd: UInt64

  /// Takes the state of a machine.
  init(_ exit: ExitReason, _ machine: borrowing Machine) {
    self.exit = exit
    pc = machine.pc
    gas = machine.gas
    registers = machine.registers.values
    pages = [:]
    for page in machine.memory.accessiblePages {
      pages[page.index] = machine.memory.content(page: page.index)
    }
    heapEnd = machine.heapEnd
  }

  /// Bytes of memory; nil if one of them is inaccessible.
  func bytes(_ address: Int, _ count: Int) -> [UInt8]? {
    var result: [UInt8] = []
    for position in address..<address + count {
      guard let page = pages[position >> 12] else { return nil }
      result.append(page[position & 4095])
    }
    return result
  }
}

extension Outcome: CustomTestStringConvertible {
  /// The outcome without the memory, which would fill the screen.
  var testDescription: String {
    "\(exit) at \(pc), gas \(gas), registers \(registers), pages \(pages.keys.sorted())"
  }
}

/// What a run starts from.
struct Start {
  /// The program.
  var blob: ProgramBlob
  /// Values of registers by number; the others are 0.
  var registers: [Int: UInt64] = [:]
  /// The counter.
  var pc: UInt32 = 0
  /// The gas.
  var gas: Int64 = 1000
  /// Writable pages by index.
  var writable: [Int] = [0x20]
  /// Read-only pages by index.
  var readOnly: [Int] = []
  /// Bytes to put into memory, by address.
  var memory: [UInt32: [UInt8]] = [:]
  /// Where the heap ends and must end.
  var heap: (end: UInt32, limit: UInt32) = (0, 0)

  /// Starts with a program in assembly.
  init(_ assembly: String) throws {
    blob = try Assembler.assemble(assembly)
  }

  /// Starts with a program.
  init(_ blob: ProgramBlob) { self.blob = blob }

  /// The machine in this state.
  func machine() throws -> Machine {
    var memory = GuestMemory()
    for page in writable { memory.setAccess(page: page, .readWrite) }
    for page in readOnly { memory.setAccess(page: page, .readOnly) }
    for (address, bytes) in self.memory {
      let isMapped = memory.initialize(address: address, bytes)
      #expect(isMapped)
    }
    var registers = RegisterFile()
    for (number, value) in self.registers { registers[Register(UInt8(number))] = value }
    return Machine(
      program: try LoadedProgram(blob), registers: registers, pc: pc, gas: gas, memory: memory,
      heapEnd: heap.end, heapLimit: heap.limit)
  }

  /// Runs to the end, in one go and in lockstep with the reference interpreter, and compares.
  func run(_ location: SourceLocation = #_sourceLocation) throws -> Outcome {
    var machine = try machine()
    let exit = machine.run()
    let outcome = Outcome(exit, machine)
    var checker = LockstepChecker(try self.machine())
    let checkedExit = checker.run()
    checker.compareMemory()
    let difference = checker.difference
    #expect(difference == nil, "\(difference?.description ?? "")", sourceLocation: location)
    let checked = Outcome(checkedExit, checker.fast)
    #expect(checked == outcome, "step by step is not in one go", sourceLocation: location)
    return outcome
  }
}
