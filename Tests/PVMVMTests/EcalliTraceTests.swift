import PVM
import PVMVM
import TestSupport
import Testing

/// Logs as JIP-7 has them.
@Suite struct EcalliTraceTests {
  /// A run with two host calls.
  private func run() throws -> RecordedRun {
    try RecordedRun(parsing: try RecordedRunTests.log())
  }

  /// The lines of a log.
  private func lines(_ log: [UInt8]) -> [String] {
    String(decoding: log, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func hostActionsAreInOrder() throws {
    var run = try run()
    /// Bytes in memory.
    func bytes(_ address: UInt32, _ bytes: [UInt8]) -> RecordedRun.Bytes {
      RecordedRun.Bytes(line: 0, address: address, bytes: bytes)
    }
    run.calls[0].actions = [
      .set(.a1, to: 9), .set(.a0, to: 1), .write(bytes(0x20000, [1, 2, 3, 4])),
      .read(bytes(0x20010, [7])), .read(bytes(0x20000, [9])), .read(bytes(0x20000, [8])),
      .write(bytes(0x20001, [5, 6])), .set(.a0, to: 2), .write(bytes(0x1FFFF, [3])),
    ]
    let log = lines(run.ecalliTrace(comments: []) { _ in nil })
    let first = try #require(log.firstIndex { $0.hasPrefix("ecalli=") })
    #expect(
      Array(log[(first + 1)...].prefix(9)) == [
        "memread 0x00020000 len=1 -> 0x08", "memread 0x00020000 len=1 -> 0x09",
        "memread 0x00020010 len=1 -> 0x07", "memwrite 0x0001ffff len=1 <- 0x03",
        "memwrite 0x00020000 len=1 <- 0x01", "memwrite 0x00020001 len=2 <- 0x0506",
        "memwrite 0x00020003 len=1 <- 0x04", "setreg r07 <- 0x2", "setreg r08 <- 0x9",
      ])
  }

  @Test func commentsAreWrittenAndIgnored() throws {
    let run = try run()
    let log = run.ecalliTrace(comments: ["implementation x 1"]) { "call \($0)" }
    let lines = lines(log)
    #expect(lines[0] == "comment implementation x 1" && lines[1].hasPrefix("program 0x"))
    for (index, line) in lines.enumerated() where line.hasPrefix("ecalli=") {
      #expect(lines[index - 1].hasPrefix("comment call "))
    }
    #expect(lines.filter { $0.hasPrefix("comment call ") }.count == run.calls.count)
    // What a comment says is no record, whatever it looks like.
    let edited = lines.flatMap { ["2026 comment HALT pc=1 gas=2", "comment setgas <- x", $0] }
    let again = try RecordedRun(parsing: Array(edited.joined(separator: "\n").utf8))
    let difference = try again.replay()
    #expect(difference == nil && again.calls.count == run.calls.count)
  }

  @Test func theLogReplays() throws {
    let log = try run().ecalliTrace(comments: []) { _ in nil }
    let difference = try RecordedRun(parsing: log).replay()
    #expect(difference == nil)
  }
}
