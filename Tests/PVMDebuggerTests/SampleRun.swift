import PVM
import PVMDebugger
import PVMVM
import TestSupport

/// Programs with loops, calls, recursion, stores and host calls, of random shape.
struct SampleRun {
  /// The program.
  let program: LoadedProgram
  /// The gas.
  let gas: Int64

  /// Makes a program.
  ///
  /// - Parameter seed: decides everything.
  init(seed: UInt64, target: Target) throws {
    var random = SeededRandom(seed: seed)
    var lines: [String] = []
    var table: [String] = []
    let functions = Int.random(in: 1...4, using: &random)
    for function in 0...functions {
      if function == 0 {
        lines += ["  add_imm_64 r1, r1, -64", "  store_ind_u64 [r1 + 56], r0"]
        lines += ["  load_imm r5, \(Int.random(in: 2...6, using: &random))", "  fallthrough"]
      } else {
        lines += ["f\(function):", "  add_imm_64 r1, r1, -32"]
        lines += ["  store_ind_u64 [r1 + 0], r0", "  store_ind_u64 [r1 + 8], r6"]
        lines += ["  load_imm r6, \(Int.random(in: 1...3, using: &random))", "  fallthrough"]
      }
      lines.append("loop\(function):")
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        lines += SampleRun.body(function, functions, target, &table, &random)
      }
      let counter = function == 0 ? "r5" : "r6"
      lines += ["  add_imm_64 \(counter), \(counter), -1"]
      lines += ["  branch_ne_imm \(counter), 0, loop\(function)"]
      if function == 0 {
        lines += ["  load_ind_u64 r0, [r1 + 56]", "  add_imm_64 r1, r1, 64"]
        lines += [seed % 5 == 0 ? "  trap" : "  jump_ind r0, 0"]
      } else {
        lines += ["  load_ind_u64 r6, [r1 + 8]", "  load_ind_u64 r0, [r1 + 0]"]
        lines += ["  add_imm_64 r1, r1, 32", "  jump_ind r0, 0"]
      }
    }
    let text = (table.map { ".table \($0)" } + lines).joined(separator: "\n")
    program = try LoadedProgram(try Assembler.assemble(text, target: target))
    gas = seed % 7 == 0 ? Int64.random(in: 20...400, using: &random) : 1_000_000
  }

  /// A few instructions of a loop.
  private static func body(
    _ function: Int, _ functions: Int, _ target: Target, _ table: inout [String],
    _ random: inout SeededRandom
  ) -> [String] {
    let address = 0x20000 + 8 * Int.random(in: 0..<16, using: &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1:
      return ["  add_imm_64 r7, r7, \(Int.random(in: 1...9, using: &random))"]
        + ["  store_u32 [0x\(String(address, radix: 16))], r7"]
    case 2: return ["  load_u64 r8, [0x\(String(address, radix: 16))]", "  add_64 r7, r7, r8"]
    case 3: return ["  mul_64 r9, r7, r5", "  xor r7, r9, r8"]
    case 4: return ["  ecalli 8"]
    case 5: return ["  ecalli \(Int.random(in: 0...6, using: &random))"]
    case 6:
      // One page at a time, or up to a page; beyond the limit nothing grows. What has grown is used.
      let growth =
        target.growsHeapByCall
        ? ["  load_imm r7, \(Int.random(in: 0x20...0x27, using: &random))", "  ecalli 1"]
        : ["  load_imm r11, \(1024 * Int.random(in: 0...5, using: &random))", "  sbrk r7, r11"]
      return growth + (random.next() % 4 == 0 ? ["  store_u32 [0x21ffe], r7"] : [])
    default:
      // Only functions behind this one, so that there is an end.
      guard function < functions else { return ["  move_reg r10, r7"] }
      let callee = Int.random(in: function + 1...functions, using: &random)
      let label = "back\(table.count)"
      table.append(label)
      return ["  load_imm_jump r0, \(2 * table.count), f\(callee)", "\(label):"]
    }
  }

  /// A machine about to run it.
  func machine() -> Machine {
    var memory = GuestMemory()
    memory.map(address: 0x20000, byteCount: 0x1000, .readWrite)
    memory.map(address: 0x30000, byteCount: 0x1000, .readWrite)
    var registers = RegisterFile()
    registers[.returnAddress] = UInt64(StandardProgram.haltAddress)
    registers[.stackPointer] = 0x31000
    return Machine(
      program: program, registers: registers, pc: 0, gas: gas, memory: memory, heapEnd: 0x21000,
      heapLimit: 0x26000)
  }

  /// The host, which leaves the heap to the machine.
  var host: TestHost { TestHost(growsHeap: false) }

  /// The run under inspection.
  ///
  /// - Parameter interval: how many steps are between snapshots at first.
  func session(interval: UInt64 = 4096, maximumSnapshots: Int = 256) -> DebugSession {
    let timeline = Timeline(
      ReplayMachine(copying: machine()), host: HandlerService(host), interval: interval,
      maximumSnapshots: maximumSnapshots)
    return DebugSession(timeline, locations: LocationTable())
  }
}
