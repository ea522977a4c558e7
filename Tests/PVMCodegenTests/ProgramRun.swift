import PVM
import PVMCodegen
import PVMVM
import Support
import Testing

/// Machine IR that was linked into a program, for tests to run.
struct ProgramRun {
  /// How a run ended.
  struct Outcome: Equatable {
    /// Why.
    var exit: ExitReason
    /// How many instructions were executed.
    var gas: Int64
    /// The registers at the end.
    var registers: [UInt64]
    /// Register r7 at the end.
    var result: UInt64 { registers[7] }
  }

  /// The program.
  let linked: LinkedProgram

  /// Links the functions of a text; the first is entry 0.
  init(
    _ text: String, entries: [Int] = [0], addressTaken: [Int] = [],
    passes: PassOptions = PassOptions(verifies: true), options: LinkOptions = LinkOptions(),
    change: (inout LinkInput) -> Void = { _ in }
  ) throws {
    var input = LinkInput(
      functions: try MachineParser.parse(text), entries: entries, addressTaken: addressTaken)
    change(&input)
    input.functions = try input.reachableFunctions()
    var runner = PassRunner(passes)
    for index in input.functions.indices { try runner.finish(&input.functions[index]) }
    linked = try ProgramLinker(options).link(input)
    try Self.check(linked)
  }

  /// Checks that every branch and every jump-table entry of a program goes to a block start, and
  /// that the code ends with a terminator.
  static func check(_ linked: LinkedProgram) throws {
    let starts = linked.blob.basicBlockStarts()
    var pc = 0
    var last: Opcode?
    var count = 0
    while pc < linked.blob.code.count {
      let decoded = InstructionDecoder.decode(linked.blob, at: pc)
      let instruction = try #require(decoded.instruction, "no instruction at \(pc)")
      if instruction.opcode.format.hasTarget {
        #expect(starts.contains(Int(instruction.target)), "bad target at \(pc)")
      }
      last = instruction.opcode
      count += 1
      pc = decoded.next
    }
    #expect(last?.terminatesBlock == true)
    #expect(linked.purposes.count == count)
    for entry in linked.blob.jumpTable { #expect(starts.contains(Int(entry))) }
    #expect(
      try ProgramBlob(decoding: linked.program.program, target: linked.blob.target) == linked.blob)
  }

  /// Runs the program from an entry, with r7 and up set.
  func run(_ arguments: UInt64..., entry: UInt32 = 0, gas: Int64 = 1_000_000) throws -> Outcome {
    var machine = try Machine(
      standardProgram: linked.program, target: linked.blob.target, entry: entry, gas: gas)
    for (index, argument) in arguments.enumerated() {
      machine[Register(UInt8(7 + index))] = argument
    }
    let exit = machine.run()
    return Outcome(exit: exit, gas: gas - machine.gas, registers: machine.registers.values)
  }

  /// The disassembled code, one instruction per line.
  var disassembly: String { Disassembler.text(of: linked.blob) }
}
