import PVM
import PVMCodegen
import PVMVM
import Support
import TestSupport
import Testing

/// Random allocated functions, executed as machine IR and as linked programs.
@Suite struct BackEndRandomTests {
  /// Makes random programs that are valid and mostly end.
  struct Generator {
    /// The source of all choices.
    var random: SeededRandom

    /// A number below a limit.
    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    /// True once in so many times.
    mutating func once(in count: Int) -> Bool { below(count) == 0 }

    /// A register that functions may change.
    mutating func register() -> Int { 7 + below(6) }

    /// A small constant.
    mutating func constant() -> Int { once(in: 3) ? below(1 << 20) - (1 << 19) : below(9) - 4 }

    /// A program of some functions, each of which calls only later ones.
    mutating func program() -> String {
      let count = 1 + below(4)
      return (0..<count).map { function($0, count) }.joined(separator: "\n")
    }

    /// A function.
    mutating func function(_ index: Int, _ count: Int) -> String {
      let blocks = 1 + below(once(in: 4) ? 24 : 8)
      let callsOthers = index + 1 < count && !once(in: 3)
      var text = """
        function @\(index) "f\(index)" allocated {
          parameters r0, r2, r7, r8, r9, r10, r11, r12
          incoming 2
          outgoing 2
          slots 4

        """
      for block in 0..<blocks {
        let frequency = [0.01, 0.5, 1, 1, 3, 10, 100][below(7)]
        text += "b\(block) frequency \(frequency):\n"
        if block == 0, callsOthers { text += "spill_store r0, #0\n" }
        if block == 0, !once(in: 3) {
          text += (1...3).map { "spill_store r\(6 + $0), #\($0)\n" }.joined()
        }
        for _ in 0..<below(5) {
          text += instruction(index, count, callsOthers: callsOthers) + "\n"
        }
        text += terminator(block, blocks, index, count, callsOthers: callsOthers) + "\n"
      }
      return text + "}\n"
    }

    /// An instruction in mid-block.
    mutating func instruction(_ index: Int, _ count: Int, callsOthers: Bool) -> String {
      let d = register()
      let a = register()
      let b = register()
      switch below(16) {
      case 0: return "r\(d) = load_constant \(constant())"
      case 1: return "r\(d) = load_constant \(below(2) == 0 ? 1 << 40 : 0)"
      case 2: return "r\(d) = copy r\(a)"
      case 3: return "r\(d) = add_64 r\(a), r\(b)"
      case 4: return "r\(d) = sub_32 r\(a), r\(b)"
      case 5: return "r\(d) = xor_imm r\(a), \(constant())"
      case 6: return "r\(d) = set_lt_u r\(a), r\(b)"
      case 7: return "r\(d) = cmov_iz r\(a), r\(b), r\(d)"
      case 8: return "r\(d) = zero_extend_32 r\(a)"
      case 9: return "spill_store r\(a), #\(1 + below(3))"
      case 10: return "r\(d) = spill_load #\(1 + below(3))"
      case 11 where index > 0 && once(in: 3): return "r\(d) = load_incoming #\(below(2))"
      case 12: return "store_u64 r\(a), \(0x20000 + 8 * below(4))"
      case 13: return "r\(d) = load_u64 \(0x20000 + 4 * below(8))"
      case 14 where callsOthers:
        let callee = index + 1 + below(count - index - 1)
        return "store_outgoing r\(a), #0\nstore_outgoing r\(b), #1\n"
          + "call @\(callee) (r2, r7, r8, r9, r10, r11, r12) -> "
          + "(r2, r7, r8, r9, r10, r11, r12) clobbers r0"
      default: return "store_imm_u8 \(0x20000 + below(32)), \(below(256))"
      }
    }

    /// The end of a block.
    mutating func terminator(
      _ block: Int, _ blocks: Int, _ index: Int, _ count: Int, callsOthers: Bool
    ) -> String {
      let restore = callsOthers ? "r0 = spill_load #0\n" : ""
      let results = "(r2, r7, r8, r9, r10, r11, r12)"
      if block + 1 == blocks { return "\(restore)ret r0 \(results)" }
      func target(_ generator: inout Generator) -> Int {
        block + 1 + generator.below(min(4, blocks - block - 1))
      }
      switch below(14) {
      case 0: return "\(restore)ret r0 \(results)"
      case 1, 2, 3: return "jump b\(target(&self))"
      case 4: return once(in: 2) ? "trap" : "\(restore)ret r0 \(results)"
      case 5:
        let targets = (0..<4).map { _ in "b\(target(&self))" }.joined(separator: ", ")
        return "r12 = and_imm r\(register()), 6\nswitch_jump r12, \(targets)"
      case 6 where block > 0, 7 where block > 0, 8 where block > 0:
        let back = 1 + below(block)
        let count = "r2 = add_imm_64 r2, -1\n"
        return once(in: 2)
          ? count + "branch_gt_s_imm r2, 0, b\(back), b\(target(&self))"
          : count + "branch_le_s_imm r2, 0, b\(target(&self)), b\(back)"
      case 9: return "branch_lt_u r2, r\(register()), b\(target(&self)), b\(target(&self))"
      case 10 where index + 1 < count && !callsOthers:
        return "tail_call @\(index + 1) (r0, r2, r7, r8, r9, r10, r11, r12)"
      default:
        let opcode = ["eq", "ne", "lt_s", "ge_u"][below(4)]
        return "branch_\(opcode) r\(register()), r\(register()), b\(target(&self)), "
          + "b\(target(&self))"
      }
    }
  }

  /// What a program did.
  struct Result: Equatable {
    /// Whether it returned.
    var returned: Bool
    /// r2 and r7 to r12, if it returned.
    var registers: [UInt64]
    /// The page, if it returned.
    var memory: [UInt8]
  }

  /// Programs give the same results as machine IR, whatever the options; options that trade bytes
  /// for gas execute less and take more.
  @Test func programsAgree() throws {
    var compared = 0
    var returned = 0
    var gas = [0, 0, 0, 0]
    var sizes = [0, 0, 0, 0]
    var plainSteps = 0
    let kinds = [
      PassOptions(verifies: true), PassOptions(costs: .smallest, verifies: true),
      PassOptions(
        costs: CostModel(bytesPerGas: 1000, maximumDuplicateSize: 200), verifies: true),
      PassOptions(costs: .unoptimized, optimizes: false, verifies: true),
    ]
    for seed in 0..<300 {
      var generator = Generator(random: SeededRandom(seed: UInt64(seed)))
      let text = generator.program()
      let functions = try MachineParser.parse(text)
      var interpreter = MachineInterpreter(functions)
      for register in [2, 7, 8, 9, 10, 11, 12] {
        interpreter.registers[register] = register == 2 ? 20 : UInt64(generator.below(12))
      }
      let start = interpreter.registers
      var expected = Result(returned: false, registers: [], memory: [])
      do throws(MachineInterpreter.Stop) {
        try interpreter.run(0)
        expected = Result(
          returned: true, registers: [2, 7, 8, 9, 10, 11, 12].map { interpreter.registers[$0] },
          memory: interpreter.memory)
      } catch {
        if error != .panic { continue }
      }
      compared += 1
      if expected.returned { returned += 1 }
      plainSteps += interpreter.steps
      for (index, passes) in kinds.enumerated() {
        let run = try ProgramRun(text, passes: passes) {
          $0.writableSize = 4096
        }
        sizes[index] += run.linked.blob.code.count
        var machine = try Machine(standardProgram: run.linked.program, gas: 1_000_000)
        for register in [2, 7, 8, 9, 10, 11, 12] {
          machine[Register(UInt8(register))] = start[register]
        }
        let exit = machine.run()
        gas[index] += 1_000_000 - Int(machine.gas)
        var result = Result(returned: exit == .halt, registers: [], memory: [])
        if result.returned {
          result.registers = [2, 7, 8, 9, 10, 11, 12].map { machine[Register($0)] }
          result.memory = machine.read(address: 0x20000, count: 4096) ?? []
        }
        #expect(result == expected, "seed \(seed), layout \(index)")
      }
    }
    #expect(compared > 250 && returned > 200)
    #expect(gas[2] <= gas[0] && gas[0] <= gas[1] && gas[1] < gas[3])
    #expect(sizes[1] <= sizes[0] && sizes[0] <= sizes[2])
    print("compared \(compared), \(returned) returned; steps \(plainSteps), gas \(gas)")
    print("sizes \(sizes)")
  }
}
