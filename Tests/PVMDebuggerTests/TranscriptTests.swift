import Foundation
import PVM
import PVMDebugger
import PVMVM
import Support
import TestSupport
import Testing

/// Sessions at the terminal, compared with recorded ones. `PVM_BLESS=1` records them anew.
///
/// A file has sections: `--- program` in assembly, `--- functions` with a line `START END NAME` each, `--- positions` with a line
/// `PC OFFSET FUNCTION FILE:LINE` for every instruction that comes from somewhere, further functions that it is inlined into
/// behind it, `--- source FILE` with a source, and `--- session` with commands and what they print.
@Suite struct TranscriptTests {
  /// The folder of the files.
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Transcripts")

  /// The names of the files.
  private static let names: [String] =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []

  @Test(arguments: names)
  func sessionIsAsRecorded(_ name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    let text = try String(contentsOf: file, encoding: .utf8)
    let sections = try Self.sections(text)
    let commands = sections["session", default: []].filter { $0.hasPrefix("(pvm) ") }
      .map { String($0.dropFirst(6)) }
    try #require(!commands.isEmpty)
    let printed = try Self.play(sections, commands)
    let head = text[..<(try #require(text.range(of: "--- session\n")).upperBound)]
    let played = head + printed.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["PVM_BLESS"] != nil {
      try #require(ProcessInfo.processInfo.environment["CI"] == nil, "CI compares, it records not")
      try String(played).write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(String(played) == text)
  }

  @Test func thereAreFiles() { #expect(Self.names.count >= 3) }

  /// The sections of a file by title.
  private static func sections(_ text: String) throws -> [String: [String]] {
    var sections: [String: [String]] = [:]
    var title = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("--- ") {
        title = String(line.dropFirst(4))
      } else {
        sections[title, default: []].append(line)
      }
    }
    return sections
  }

  /// Plays commands; the result is what is printed, commands included.
  private static func play(_ sections: [String: [String]], _ commands: [String]) throws -> [String]
  {
    let is08 = sections["target"]?.first == "gp-0.8"
    let program = try LoadedProgram(
      Assembler.assemble(
        sections["program", default: []].joined(separator: "\n"), target: is08 ? .gp08 : .gp07))
    var memory = GuestMemory()
    memory.map(address: 0x20000, byteCount: 0x1000, .readWrite)
    memory.map(address: 0x30000, byteCount: 0x1000, .readWrite)
    var registers = RegisterFile()
    registers[.returnAddress] = UInt64(StandardProgram.haltAddress)
    registers[.stackPointer] = 0x31000
    let machine = ReplayMachine(
      copying: Machine(
        program: program, registers: registers, pc: 0, gas: 10_000, memory: memory,
        heapEnd: 0x21000, heapLimit: 0x26000))
    let locations = try locations(sections, machine.program)
    var printed: [String] = []
    let log = LogLines { printed.append($0) }
    let session = DebugSession(
      Timeline(machine, host: HandlerService(LogHost(output: log))), locations: locations)
    let debugger = TerminalDebugger(
      session, print: { printed.append($0) }, source: { sections["source \($0)"] })
    debugger.start()
    for command in commands {
      printed.append("(pvm) " + command)
      debugger.execute(command)
    }
    return printed
  }

  /// What a file says of where instructions come from.
  private static func locations(
    _ sections: [String: [String]], _ program: DecodedProgram
  ) throws -> LocationTable {
    var table = LocationTable()
    for line in sections["functions", default: []] where !line.isEmpty {
      let words = line.split(separator: " ")
      table.functions.append(
        LocationTable.Function(
          name: String(words[2]),
          range: try #require(Int(words[0]))..<(try #require(Int(words[1])))))
    }
    var positions: [LocationTable.Position] = []
    var indices = [Int32](repeating: -1, count: program.pcs.count)
    for line in sections["positions", default: []] where !line.isEmpty {
      let words = line.split(separator: " ").map(String.init)
      var position = LocationTable.Position(offset: Int(words[1]))
      for index in stride(from: 2, to: words.count, by: 2) {
        let place = words[index + 1].split(separator: ":")
        let file = table.files.firstIndex(of: String(place[0])) ?? table.files.count
        if file == table.files.count { table.files.append(String(place[0])) }
        position.frames.append(
          LocationTable.Frame(function: words[index], file: file, line: Int(place[1]) ?? 0))
      }
      let pc = try #require(UInt32(words[0]))
      indices[try #require(program.number(at: pc), "no instruction at \(pc)")] =
        Int32(positions.count)
      positions.append(position)
    }
    table.setPositions(positions, ofInstructions: indices)
    if let global = sections["global"]?.first {
      table.variables = [PlacedData(name: global, kind: .global, address: 0x20040, size: 4)]
    }
    return table
  }
}

/// What a program logs, as lines.
private struct LogLines: TextOutputStream {
  /// Takes a line.
  let line: (String) -> Void

  /// Passes a line on.
  mutating func write(_ string: String) {
    line(string.last == "\n" ? String(string.dropLast()) : string)
  }
}
