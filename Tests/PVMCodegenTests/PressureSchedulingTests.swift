import PVM
import PVMCodegen
import PVMVM
import Support
import TestSupport
import Testing

/// Orders of instructions that need fewer registers.
@Suite struct PressureSchedulingTests {
  /// A function with a body.
  private func function(_ body: [String]) throws -> MachineFunction {
    let text = "function @0 \"f\" selected {\n\(body.joined(separator: "\n"))\n}"
    let function = try #require(try MachineParser.parse(text).first)
    try MachineVerifier.verify(function, after: "parsing")
    return function
  }

  /// A function after the pass; the verifier accepted it.
  private func scheduled(_ function: MachineFunction) throws -> MachineFunction {
    var result = function
    _ = PressureScheduling.run(&result, CostModel())
    try MachineVerifier.verify(result, after: "scheduling")
    return result
  }

  /// How many spill loads and stores a function ends up with.
  private func spills(_ function: MachineFunction) throws -> Int {
    var function = function
    try function.allocateRegisters()
    return function.blocks.reduce(0) { sum, block in
      sum + block.instructions.count { $0.opcode == .spillLoad || $0.opcode == .spillStore }
    }
  }

  /// The instructions of block 0 as text.
  private func lines(_ function: MachineFunction) -> [String] {
    MachinePrinter.text([function]).split(separator: "\n").map {
      $0.trimmingPrefix { $0 == " " }.description
    }
  }

  /// Loads of twenty words, before or behind which something else happens, and their sum.
  private func sumOfWords(_ between: [String] = []) -> [String] {
    var body = ["parameters v0:r0, v1:r7, v2:r8", "b0:"]
    for word in 0..<20 { body.append("v\(3 + word) = load_ind_u64 v1, \(8 * word)") }
    body += between
    body.append("v23 = add_64 v3, v4")
    for word in 2..<20 { body.append("v\(22 + word) = add_64 v\(21 + word), v\(3 + word)") }
    return body + ["ret v0 (v41:r7)"]
  }

  @Test func wordsAreLoadedWhereTheyAreAdded() throws {
    let function = try function(sumOfWords())
    #expect(try spills(function) > 10)
    #expect(try spills(scheduled(function)) == 0)
  }

  @Test func loadsStayBeforeAStoreThatMayChangeWhatTheyRead() throws {
    let function = try function(sumOfWords(["store_ind_u64 v1, v2, 0"]))
    let text = lines(try scheduled(function))
    let store = try #require(text.firstIndex { $0.contains("store_ind") })
    let lastLoad = try #require(text.lastIndex { $0.contains("load_ind") })
    #expect(lastLoad < store)
  }

  @Test func loadsMoveAcrossAStoreToOtherBytes() throws {
    for store in ["store_ind_u64 v1, v1, 160", "store_ind_u64 v1, v1, -8"] {
      #expect(try spills(scheduled(function(sumOfWords([store])))) == 0)
    }
    let derived = try function(
      sumOfWords(["v50 = add_imm_32 v1, 400", "store_ind_u32 v1, v50, -240"]))
    #expect(try spills(scheduled(derived)) == 0)
  }

  @Test func overlappingBytesKeepTheirOrder() throws {
    // Byte 159 is the last of the last word; -1 reaches into the first.
    for store in ["store_ind_u8 v1, v1, 159", "store_ind_u16 v1, v1, -1"] {
      let text = lines(try scheduled(function(sumOfWords([store]))))
      let position = try #require(text.firstIndex { $0.contains("store_ind") })
      let word = store.contains("159") ? "152" : "v1, 0"
      let load = try #require(text.firstIndex { $0.contains("load_ind") && $0.contains(word) })
      #expect(load < position)
    }
  }

  @Test func nothingCrossesACall() throws {
    let body = sumOfWords(["call @1 (v2:r7) clobbers r0 r2-r3 r7-r12"])
    let before = try function(body)
    let after = try scheduled(before)
    let call = { (text: [String]) in text.firstIndex { $0.contains("call") } }
    #expect(call(lines(after)) == call(lines(before)))
    #expect(
      Set(lines(after).prefix { !$0.contains("call") })
        == Set(lines(before).prefix { !$0.contains("call") }))
  }

  @Test func codeThatFitsIntoTheRegistersStaysAsItIs() throws {
    var body = ["parameters v0:r0, v1:r7", "b0:"]
    for word in 0..<9 { body.append("v\(2 + word) = load_ind_u64 v1, \(8 * word)") }
    body.append("v11 = add_64 v2, v3")
    for word in 2..<9 { body.append("v\(10 + word) = add_64 v\(9 + word), v\(2 + word)") }
    let function = try function(body + ["ret v0 (v18:r7)"])
    #expect(try lines(scheduled(function)) == lines(function))
  }

  /// Straight-line code with loads and stores that overlap now and then.
  private func randomBody(_ random: inout SeededRandom) -> [String] {
    func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
    var body = ["parameters v0:r0, v1:r7, v2:r8", "b0:"]
    var count = 3
    func value() -> String { "v\(max(1, count - 1 - below(min(count - 1, 40))))" }
    func address() -> String {
      body.append("v\(count) = and_imm \(value()), 120")
      count += 1
      if below(2) == 0 { return "v\(count - 1), \(0x20000 + below(64))" }
      body.append("v\(count) = add_imm_32 v\(count - 1), \(0x20000 + below(64))")
      count += 1
      return "v\(count - 1), \(below(64))"
    }
    for _ in 0..<(30 + below(120)) {
      let bits = [8, 16, 32, 64][below(4)]
      switch below(8) {
      case 0: body.append("store_ind_u\(bits) \(value()), \(address())")
      case 1:
        body.append("store_u\(bits) \(value()), \(0x20000 + below(128))")
      case 2, 3:
        let place = address()
        body.append("v\(count) = load_ind_u\(bits) \(place)")
        count += 1
      case 4:
        body.append("v\(count) = cmov_nz \(value()), \(value()), \(value())")
        count += 1
      default:
        let opcode = ["add_64", "xor", "mul_64", "sub_64"][below(4)]
        body.append("v\(count) = \(opcode) \(value()), \(value())")
        count += 1
      }
    }
    let results = (7...12).map { "\(value()):r\($0)" }.joined(separator: ", ")
    return body + ["ret v0 (\(results))"]
  }

  /// What a function returns and leaves in memory.
  private func result(_ function: MachineFunction, seed: UInt64) throws -> [UInt64] {
    var function = function
    try function.allocateRegisters()
    let run = try ProgramRun(MachinePrinter.text([function]), passes: PassOptions(verifies: true)) {
      $0.writableSize = 4096
    }
    var machine = try Machine(standardProgram: run.linked.program, gas: 1_000_000)
    machine[Register(7)] = seed &* 0x9E37_79B9_7F4A_7C15
    machine[Register(8)] = seed &* 0xBF58_476D_1CE4_E5B9
    #expect(machine.run() == .halt)
    return (7...12).map { machine[Register(UInt8($0))] }
      + (machine.read(address: 0x20000, count: 256) ?? []).map { UInt64($0) }
  }

  /// Random code computes the same in any order chosen for it; orders do change, and spills get fewer.
  @Test func randomCodeComputesTheSame() throws {
    var changed = 0
    var before = 0
    var after = 0
    for seed in 0..<200 {
      var random = SeededRandom(seed: UInt64(seed))
      let given = try function(randomBody(&random))
      let ordered = try scheduled(given)
      if lines(given) != lines(ordered) { changed += 1 }
      before += try spills(given)
      after += try spills(ordered)
      #expect(
        try result(given, seed: UInt64(seed)) == result(ordered, seed: UInt64(seed)), "seed \(seed)"
      )
    }
    #expect(changed > 50)
    #expect(after < before)
  }
}
