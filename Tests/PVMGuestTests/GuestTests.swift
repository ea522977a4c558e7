import PVM
import PVMGuest
import PVMVM
import Support
import TestSupport
import Testing

/// The guest's interface of bytes, run natively: what comes out for what goes in.
@Suite struct GuestTests {
  /// An outer host that must not be called.
  struct NoHost: OuterHost {
    mutating func perform(_ call: inout OuterCall) {
      Issue.record("host call \(call.function)")
    }
  }

  /// A container with some code, one writable page at 0x20000 and a page of stack.
  static func container(_ assembly: String) throws -> [UInt8] {
    try StandardProgram(
      heapPages: 1, stackSize: 4096, program: Assembler.assemble(assembly).encoded()
    ).encoded()
  }

  /// Runs an input on the guest and reads its output.
  private func run(_ input: GuestInput) throws -> GuestOutput {
    var host = NoHost()
    return try #require(GuestOutput(decoding: Guest.run(input.encoded(), outer: &host)))
  }

  /// Runs a program without metadata.
  private func run(
    _ assembly: String, gas: Int64 = 100, pc: UInt32 = 0, arguments: [UInt8] = []
  ) throws -> GuestOutput {
    try run(
      GuestInput(gas: gas, pc: pc, program: Self.container(assembly), arguments: arguments))
  }

  @Test func haltHasTheResult() throws {
    let output = try run(
      """
      load_ind_u8 r2, [r7]
      store_u8 [0x20000], r2
      load_imm r7, 0x20000
      load_imm r8, 1
      jump_ind r0, 0
      """, arguments: [42])
    #expect(
      output == GuestOutput(status: .halt, gas: 95, pc: 15, result: [42]), "\(output)")
  }

  @Test func everyOtherEndHasItsStatus() throws {
    #expect(try run("trap") == GuestOutput(status: .panic, gas: 99))
    #expect(try run("trap", gas: 0) == GuestOutput(status: .outOfGas))
    #expect(try run("load_imm r2, 1\ntrap", gas: 1) == GuestOutput(status: .outOfGas, pc: 3))
    #expect(try run("trap", pc: 77) == GuestOutput(status: .panic, gas: 99, pc: 77))
    #expect(
      try run("store_imm_u8 [0x54321], 1\ntrap")
        == GuestOutput(status: .pageFault, exitCode: 0x54000, gas: 99))
    #expect(
      try run("ecalli 77\ntrap") == GuestOutput(status: .hostCall, exitCode: 77, gas: 99))
  }

  @Test func metadataIsOptional() throws {
    let container = try Self.container("trap")
    let file = ProgramFile(metadata: [1, 2, 3], container: container).encoded()
    for program in [container, file] {
      let output = try run(GuestInput(gas: 7, pc: 0, program: program, arguments: []))
      #expect(output == GuestOutput(status: .panic, gas: 6))
    }
  }

  @Test func malformedBlobPanicsForFree() throws {
    let container = try StandardProgram(program: [0, 0, 9]).encoded()
    for program in [container, ProgramFile(container: container).encoded()] {
      let output = try run(GuestInput(gas: 7, pc: 0, program: program, arguments: []))
      #expect(output == GuestOutput(status: .panic, gas: 7))
    }
  }

  @Test func whatIsNoProgramIsAStatus() throws {
    for program in [[], [1], [0, 1, 2, 3], [UInt8](repeating: 255, count: 40)] {
      let output = try run(GuestInput(gas: 7, pc: 0, program: program, arguments: []))
      #expect(output == GuestOutput(status: .malformedInput))
    }
  }

  @Test func everyCutIsAStatus() throws {
    let input = GuestInput(
      gas: 100, pc: 0, program: try Self.container("trap"), arguments: [1, 2, 3]
    ).encoded()
    for count in 0..<input.count {
      var host = NoHost()
      let output = GuestOutput(decoding: Guest.run(Array(input[..<count]), outer: &host))
      #expect(output == GuestOutput(status: .malformedInput), "\(count) bytes")
    }
  }

  @Test func lengthsBeyondTheInputAreAStatus() throws {
    let input = GuestInput(
      gas: 100, pc: 0, program: try Self.container("trap"), arguments: [1, 2, 3]
    ).encoded()
    for position in [12, 16] {
      for value in [0 as UInt64, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] {
        var bytes = input
        bytes.patch(littleEndian: value, byteCount: 4, at: position)
        var host = NoHost()
        let output = GuestOutput(decoding: Guest.run(bytes, outer: &host))
        #expect(output == GuestOutput(status: .malformedInput), "\(value) at \(position)")
      }
    }
  }

  /// The highest bit of the gas says that the program is for Gray Paper 0.8.
  @Test func highestBitOfTheGasIsTheTarget() throws {
    var bytes = GuestInput(
      gas: 100, pc: 0, program: try Self.container("trap"), arguments: []
    ).encoded()
    bytes.patch(littleEndian: 1 << 63, byteCount: 8, at: 0)
    var host = NoHost()
    // 100 became 0, which pays for no block.
    #expect(GuestOutput(decoding: Guest.run(bytes, outer: &host))?.status == .outOfGas)
  }

  @Test func theLargestMemoryThatAContainerAsksForIsMapped() throws {
    let program = StandardProgram(
      heapPages: UInt16.max, stackSize: UInt32(StandardProgram.maximumDataSize),
      program: try Assembler.assemble(
        "store_imm_u8 [0x1001EFFF], 1\nstore_imm_u8 [0x1001F000], 1\ntrap"
      )
      .encoded())
    let output = try run(
      GuestInput(gas: 7, pc: 0, program: try program.encoded(), arguments: []))
    #expect(output.status == .pageFault)
    #expect(output.exitCode == 0x1001_F000)
  }

  @Test func inputsAndOutputsAreReadAsTheyAreWritten() throws {
    let input = GuestInput(
      gas: .max, pc: .max, program: [1, 2, 3], arguments: [4, 5])
    #expect(GuestInput(decoding: input.encoded()) == input)
    let output = GuestOutput(
      status: .pageFault, exitCode: .max, gas: .max, pc: .max, result: [7])
    #expect(GuestOutput(decoding: output.encoded()) == output)
    #expect(GuestOutput(decoding: Array(output.encoded().prefix(16))) == nil)
    #expect(GuestOutput(decoding: [6] + output.encoded().dropFirst()) == nil)
  }

  @Test func mutatedInputsEndInAStatus() throws {
    let input = GuestInput(
      gas: 1000, pc: 0,
      program: try Self.container(
        """
        loop: add_imm_64 r2, r2, 1
              store_ind_u64 [r2 + 0x20000], r2
              branch_lt_u_imm r2, 50, loop
              ecalli 100
              jump_ind r0, 0
        """), arguments: [1, 2, 3]
    ).encoded()
    var random = SeededRandom(seed: 1)
    var statuses = Set<UInt8>()
    for _ in 0..<10_000 {
      var bytes = input
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let position = Int.random(in: 0..<bytes.count, using: &random)
        bytes[position] = UInt8.random(in: 0...255, using: &random)
      }
      // The gas stays small enough to run.
      bytes.replaceSubrange(3..<8, with: [0, 0, 0, 0, 0])
      var host = Silent()
      let output = try #require(GuestOutput(decoding: Guest.run(bytes, outer: &host)))
      statuses.insert(output.status.rawValue)
    }
    #expect(statuses.isSuperset(of: [0, 1, 2, 5]))
  }

  /// An outer host that does nothing.
  struct Silent: OuterHost {
    mutating func perform(_ call: inout OuterCall) {}
  }
}
