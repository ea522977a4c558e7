import PVM
import PVMVM
import Support
import TestSupport
import Testing

/// Standard programs and their invocation: `pvm.md` sections 2, 10 and 11.
@Suite struct StandardProgramTests {
  /// The complete program of the specification's appendix E, without metadata.
  static let container: [UInt8] =
    Hex.bytes(
      """
      00 00 00 00 00 00 01 00 00 10 00 25 00 00 00
      00 00 1E 28 0A 00 00 00 00 01 01 01 01 80 72 80 73
      04 BE 32 02 33 07 00 00 02 7A 72 33 08 04 32 00 E1 97 84 12
      """.utf8) ?? []

  /// Five and seven.
  static let arguments: [UInt8] = [5, 0, 0, 0, 7, 0, 0, 0]

  /// Invokes the program of appendix E.
  private func invoke(
    entry: UInt32 = 0, gas: Int64 = 100, arguments: [UInt8] = arguments
  ) -> Invocation {
    var host = LogHost(output: "")
    return Machine.invoke(
      StandardProgramTests.container, entry: entry, gas: gas, arguments: arguments, host: &host)
  }

  @Test func appendixE() throws {
    #expect(invoke() == Invocation(result: .output([12, 0, 0, 0]), gasUsed: 8))
    #expect(invoke(gas: 8) == Invocation(result: .output([12, 0, 0, 0]), gasUsed: 8))
    #expect(invoke(entry: 5) == Invocation(result: .panic, gasUsed: 1))
    #expect(invoke(gas: 7) == Invocation(result: .outOfGas, gasUsed: 7))
    #expect(invoke(arguments: []) == Invocation(result: .panic, gasUsed: 2))
    #expect(invoke(gas: 0) == Invocation(result: .outOfGas, gasUsed: 0))
    let program = try StandardProgram(decoding: StandardProgramTests.container)
    var machine = try Machine(
      standardProgram: program, arguments: StandardProgramTests.arguments, gas: 7)
    #expect(machine.run() == .outOfGas)
    #expect(machine.pc == 28)
    machine = try Machine(standardProgram: program, gas: 100)
    #expect(machine.run() == .pageFault(address: 0xFEFF_0000))
    #expect(machine.pc == 10 && machine.gas == 98)
  }

  @Test func stateIsKeptBetweenRuns() throws {
    let program = try StandardProgram(decoding: StandardProgramTests.container)
    var machine = try Machine(
      standardProgram: program, arguments: StandardProgramTests.arguments, gas: 100)
    #expect(machine.run() == .halt)
    #expect(machine.output == [12, 0, 0, 0])
    #expect(machine.pc == 28)
    // A second call in the same memory: the result of the first and four bytes behind it.
    machine.pc = 0
    machine[.a0] = 0x20000
    #expect(machine.write(address: 0x20004, [30, 0, 0, 0]) == true)
    machine.withMemory { $0.setAccess(page: 0x20, .readOnly) }
    #expect(machine.run() == .pageFault(address: 0x20000))
    machine.withMemory { $0.setAccess(page: 0x20, .readWrite) }
    #expect(machine.run() == .halt)
    #expect(machine.output == [42, 0, 0, 0])
    #expect(machine.gas == 83)
  }

  @Test func memoryMapAndRegisters() throws {
    let program = StandardProgram(
      readOnlyData: Array(repeating: 0xAA, count: 4097), readWriteData: [1, 2, 3], heapPages: 2,
      stackSize: 5000, program: ProgramBlob().encoded())
    let machine = try Machine(
      standardProgram: program, arguments: [9, 8], entry: 5, gas: 77)
    #expect(machine.pc == 5 && machine.gas == 77)
    #expect(
      machine.registers.values
        == [0xFFFF_0000, 0xFEFE_0000, 0, 0, 0, 0, 0, 0xFEFF_0000, 2, 0, 0, 0, 0])
    let pages = machine.memory.accessiblePages
    #expect(
      pages.map(\.index)
        == [0x10, 0x11, 0x30, 0x31, 0x32, 0xFEFDE, 0xFEFDF, 0xFEFF0])
    #expect(
      pages.map(\.access) == [
        .readOnly, .readOnly, .readWrite, .readWrite, .readWrite, .readWrite, .readWrite,
        .readOnly,
      ])
    #expect(machine.memory.read(address: 0x10FFF, count: 3) == [0xAA, 0xAA, 0])
    #expect(machine.memory.read(address: 0x30000, count: 4) == [1, 2, 3, 0])
    #expect(machine.memory.read(address: 0xFEFF_0000, count: 3) == [9, 8, 0])
    #expect(machine.heapEnd == 0x33000 && machine.heapLimit == 0xFEFD_E000)
  }

  @Test func argumentAreaIsReadOnlyAndOnlyAsLargeAsNeeded() throws {
    let code = try Assembler.assemble("store_ind_u8 [r7], r2\ntrap")
    let write = StandardProgram(program: code.encoded())
    var machine = try Machine(standardProgram: write, arguments: [1], gas: 10)
    #expect(machine.run() == .pageFault(address: 0xFEFF_0000))
    #expect(machine.memory.read(address: 0xFEFF_0000, count: 1) == [1])
    let load = try Assembler.assemble("load_ind_u8 r2, [r7 + 4095]\nload_ind_u16 r2, [r7 + 4095]")
    machine = try Machine(
      standardProgram: StandardProgram(program: load.encoded()), arguments: [1], gas: 10)
    #expect(machine.run() == .pageFault(address: 0xFEFF_1000))
    #expect(machine.gas == 8)
  }

  @Test func tooManyArguments() {
    let program = StandardProgram(program: ProgramBlob().encoded())
    let arguments = [UInt8](repeating: 1, count: 1 << 24 + 1)
    #expect(throws: MachineError(.argumentsTooLarge(count: 1 << 24 + 1))) {
      _ = try Machine(standardProgram: program, arguments: arguments, gas: 1).gas
    }
    var host = LogHost(output: "")
    let container = [UInt8](repeating: 0, count: 11) + [3, 0, 0, 0, 0, 0, 0]
    let result = Machine.invoke(
      container, entry: 0, gas: 100, arguments: arguments, host: &host)
    #expect(result == Invocation(result: .panic, gasUsed: 0))
    let fitting = Machine.invoke(
      container, entry: 0, gas: 100, arguments: Array(arguments.dropLast()), host: &host)
    #expect(fitting == Invocation(result: .panic, gasUsed: 1))
  }

  @Test func outputMustBeReadable() throws {
    for (r7, r8, output): (String, String, [UInt8]) in [
      ("0x20000", "4", [1, 2, 3, 0]), ("0x20000", "0", []), ("5", "0", []), ("0x20FFF", "2", []),
      ("0x10000", "1", []), ("0x20FFF", "1", [0]), ("0x20000", "-1", []),
      ("-0x1000000", "1", []),
    ] {
      let blob = try Assembler.assemble(
        "load_imm r7, \(r7)\nload_imm r8, \(r8)\njump_ind r0, 0")
      let program = StandardProgram(readWriteData: [1, 2, 3], program: blob.encoded())
      var machine = try Machine(standardProgram: program, gas: 10)
      #expect(machine.run() == .halt)
      #expect(machine.output == output, "\(r7) \(r8)")
    }
  }

  @Test func malformedPrograms() throws {
    let good: [UInt8] = [0, 0, 3, 0xBE, 0x87, 0x09, 0x01]
    _ = try LoadedProgram(decoding: good)
    #expect(try ReferenceInterpreter.deblob(good).code == [0xBE, 0x87, 0x09])
    for bad: [UInt8] in [
      [], [0], [0, 0], [0, 0, 3], good + [0], Array(good.dropLast()),
      [0, 0, 3, 0xBE, 0x87, 0x09, 0x09],  // mask padding
      [0x80, 0, 0, 3, 0xBE, 0x87, 0x09, 0x01],  // not the shortest number
      [1, 0, 3, 0xBE, 0x87, 0x09],
      [1, 4, 3, 0xBE, 0x87, 0x09, 0x01],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 8, 0],
      [0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ] {
      #expect(throws: MachineError.self, "\(bad)") { _ = try LoadedProgram(decoding: bad) }
      #expect(throws: ReferenceMalformed.self, "\(bad)") {
        _ = try ReferenceInterpreter.deblob(bad)
      }
      let container = try StandardProgram(program: bad).encoded()
      var host = LogHost(output: "")
      let result = Machine.invoke(container, entry: 0, gas: 9, arguments: [], host: &host)
      #expect(result == Invocation(result: .panic, gasUsed: 0))
    }
    var host = LogHost(output: "")
    for container in [[], [0, 0, 0], StandardProgramTests.container + [0]] {
      let result = Machine.invoke(container, entry: 0, gas: 9, arguments: [], host: &host)
      #expect(result == Invocation(result: .panic, gasUsed: 0))
    }
  }

  @Test func randomBlobsAgainstTheReference() {
    var random = SeededRandom(seed: 5)
    var accepted = 0
    for _ in 0..<3000 {
      var bytes = random.bytes(Int(random.next() % 12))
      if random.next() % 2 == 0 {
        let z = UInt8(random.next() % 10)
        let n = UInt8(random.next() % 3)
        let m = UInt8(random.next() % 20)
        bytes = [n, z, m] + random.bytes(Int(n) * Int(z) + Int(m) + (Int(m) + 7) / 8)
        if m % 8 != 0, random.next() % 4 != 0 { bytes[bytes.count - 1] &= 1 << (m % 8) - 1 }
      }
      let blob = try? LoadedProgram(decoding: bytes).blob
      let reference = try? ReferenceInterpreter.deblob(bytes)
      #expect((blob == nil) == (reference == nil), "\(bytes)")
      guard let blob, let reference else { continue }
      accepted += 1
      #expect(blob.code == reference.code)
      #expect(reference.mask == blob.code.indices.map { blob.mask.isStart($0) })
      var table = blob.jumpTable.map { UInt64($0) }
      if table.isEmpty { table = Array(repeating: 0, count: Int(blob.implicitEntryCount)) }
      #expect(reference.jumpTable.map { min($0, UInt64(UInt32.max)) } == table)
    }
    #expect(accepted > 500)
  }

  @Test func randomContainersAgainstTheReference() throws {
    var random = SeededRandom(seed: 6)
    for _ in 0..<40 {
      let size = { (limit: UInt64) in Int(random.next() % limit) }
      let program = StandardProgram(
        readOnlyData: random.bytes(size(2) * size(70000)),
        readWriteData: random.bytes(size(2) * size(9000)), heapPages: UInt16(size(4)),
        stackSize: UInt32(size(20000)),
        program: [0, 0, 2, 0, 0, 1])
      let arguments = random.bytes(size(2) * size(5000))
      let container = try program.encoded()
      let machine = try Machine(
        standardProgram: try StandardProgram(decoding: container), arguments: arguments, gas: 4)
      let reference = try #require(
        try ReferenceInterpreter.standardProgram(
          container, arguments: arguments, pc: 0, gas: 4))
      var checker = LockstepChecker(machine, reference: reference)
      checker.compareMemory()
      #expect(checker.run() == .panic)
      let difference = checker.difference
      #expect(difference == nil, "\(difference?.description ?? "")")
    }
  }

  @Test func mutatedContainersAgainstTheReference() {
    var random = SeededRandom(seed: 7)
    var compared = 0
    for round in 0..<1500 {
      var bytes = StandardProgramTests.container
      for _ in 0...random.next() % 3 {
        let position = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes.remove(at: position)
        case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: position)
        default: bytes[position] = UInt8(truncatingIfNeeded: random.next())
        }
      }
      var host = LogHost(output: "")
      let arguments = StandardProgramTests.arguments
      let result = Machine.invoke(
        bytes, entry: 0, gas: 60, arguments: arguments, host: &host)
      // The reference interpreter allocates every page at once.
      if let program = try? StandardProgram(decoding: bytes),
        Int(program.heapPages) + Int(program.stackSize) / 4096 > 300
      {
        continue
      }
      compared += 1
      #expect(result == reference(bytes, gas: 60, arguments: arguments), "round \(round): \(bytes)")
    }
    #expect(compared > 800)
  }

  /// The invocation by the reference interpreter: function `invoke` of section 11.
  private func reference(_ container: [UInt8], gas: Int64, arguments: [UInt8]) -> Invocation {
    guard
      var machine = try? ReferenceInterpreter.standardProgram(
        container, arguments: arguments, pc: 0, gas: gas)
    else { return Invocation(result: .panic, gasUsed: 0) }
    var host = LogHost(output: "")
    let exit = machine.run(host: &host, unknownCalls: .answerWhat)
    let used = UInt64(gas - max(machine.gas, 0))
    switch exit {
    case .outOfGas: return Invocation(result: .outOfGas, gasUsed: used)
    case .halt:
      let output = machine.read(address: machine.r[7], count: machine.r[8]) ?? []
      return Invocation(result: .output(output), gasUsed: used)
    default: return Invocation(result: .panic, gasUsed: used)
    }
  }
}
