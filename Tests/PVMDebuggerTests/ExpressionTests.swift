import PVM
import PVMDebugger
import PVMVM
import TestSupport
import Testing

/// What `print` and conditions take.
@Suite struct ExpressionTests {
  /// A run to compute in.
  private func session() throws -> DebugSession {
    try SampleRun(seed: 1, target: .gp07).session()
  }

  /// The value of a text.
  private func value(_ text: String) throws -> Int128 {
    try session().value(of: ExpressionParser.parse(text))
  }

  @Test(
    arguments: [
      ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("0x1F", 31), ("1_000", 1000), ("7 - 2 - 1", 4),
      ("-7 / 2", -3), ("-7 % 3", -1), ("1 << 4 | 3", 19), ("6 & 3 ^ 1", 3), ("!5 + !0", 1),
      ("~0", 0xFFFF_FFFF_FFFF_FFFF), ("1 < 2 && 2 <= 2 && 3 != 4", 1), ("2 > 3 || 3 >= 4", 0),
      ("$pc", 0), ("$step", 0), ("$gas == 1000000", 1), ("$sp", 0x31000), ("$ra", 0xFFFF_0000),
      ("$r1 - $sp", 0), ("$a0", 0), ("$depth", 0), ("$heap", 0x21000), ("s8(255)", -1),
      ("u8(-1)", 255), ("s32(0xFFFFFFFF)", -1), ("u32[0x20000]", 0), ("0 && u8[0]", 0),
      ("1 || u8[0]", 1), ("1 == 1 == 1", 1),
    ] as [(String, Int128)])
  func valueIs(_ text: String, _ expected: Int128) throws {
    #expect(try value(text) == expected, "\(text)")
  }

  @Test(arguments: [
    ("", "ends too early"), ("1 +", "ends too early"), ("1 2", "unexpected '2'"),
    ("(1", "ends too early"), ("$r13", "$r13 is none of"), ("$r01", "$r01 is none of"),
    ("u32", "comes (VALUE) or [ADDRESS]"), ("u8[0]", "no 1 bytes can be read at 0x0"),
    ("1 / 0", "division by 0"), ("1 % 0", "division by 0"), ("1 << 128", "makes no sense"),
    ("nobody", "'nobody' is neither"), ("'a b'", "'a b' is neither"), ("'a", "quote is missing"),
    ("18446744073709551616", "no number below 2^64"), ("0xg", "no number below 2^64"),
    ("u64[1 << 40]", "can be read"),
    ("(1 << 100) * (1 << 100)", "more than 128 bits"),
    (String(repeating: "(", count: 200), "nested too deeply"),
    (String(repeating: "-", count: 200) + "1", "nested too deeply"),
  ])
  func errorSays(_ text: String, _ message: String) {
    let error = #expect(throws: DebuggerError.self) { try value(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// Memory as it is at the step.
  @Test func memoryIsThatOfTheStep() throws {
    let session = try session()
    try session.add(
      .watch(Breakpoint.Watch(address: 0x20000, count: 128, kind: .write)), text: "stores")
    guard case .watch(let hit) = session.resume() else {
      Issue.record("no store")
      return
    }
    let bytes = session.machine.memory.read(address: 0x20000, count: 128)
    #expect(bytes == hit.after)
    let expression = try ExpressionParser.parse("u64[0x20000] + 0")
    let expected = MemoryType.u64.value(of: try #require(bytes).prefix(8))
    #expect(try session.value(of: expression) == expected)
  }
}
