import Foundation
import TestSupport
import Testing

/// Variables of the source in `debug`, of a C program that says itself what they are: `Modules/variables.c`.
struct SourceVariableTests {
  /// The folder of the program.
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Modules")

  /// The lines of the program's source.
  private static let source: [String] =
    ((try? String(contentsOf: folder.appendingPathComponent("variables.c"), encoding: .utf8)) ?? "")
    .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  /// Runs a script in the debugger; the lines that it prints, commands among them.
  private func debug(
    _ script: [String], _ options: [String] = ["--opt", "0"]
  ) throws -> [String] {
    let module = Self.folder.appendingPathComponent("variables.wasm").path
    let result = try BuiltCommand.run(
      ["debug", module, "0102030405"] + options,
      input: Array((script.joined(separator: "\n") + "\n").utf8))
    #expect(result.status == 0)
    #expect(result.messages == "")
    return result.lines
  }

  /// For every command that begins so the first line that it printed.
  private func answers(to command: String, in lines: [String]) -> [String] {
    zip(lines, lines.dropFirst()).filter { $0.0.hasPrefix("(pvm) \(command)") }.map(\.1)
  }

  /// What the program finds in its variables is what the debugger finds, forward and back.
  @Test func valuesAreThoseOfTheProgram() throws {
    // The breakpoint is behind what stores the argument.
    let place = "break variables.c:\(try line("seen = value"))"
    let stop = ["c", "print value", "up"]
    let first = try debug([place] + Array(repeating: stop, count: 400).joined())
    let count = answers(to: "up", in: first).filter { $0.hasPrefix("#1 ") }.count
    #expect(count > 100 && count < 400)
    #expect(first.contains("the program halted; output: 2000000000000000"))
    let values = Array(answers(to: "print value", in: first).prefix(count))
    let lines = try answers(to: "up", in: first).prefix(count).map { answer in
      let number = answer.split(separator: ":").last?.prefix { $0.isNumber }
      return try #require(number.flatMap { Int($0) })
    }
    let expressions = try lines.map(expression)
    let script = expressions.flatMap { ["c", "up", "print \($0)"] }
    let second = try debug([place] + script)
    let found = answers(to: "print", in: second)
    try #require(found.count == count)
    for index in 0..<count {
      #expect(
        number(found[index]) == number(values[index]),
        "\(lines[index]): \(expressions[index]) is \(found[index]), not \(values[index])")
    }
    let back = try debug(
      [place, "goto end"] + expressions.reversed().flatMap { ["rc", "up", "print \($0)"] })
    #expect(answers(to: "print", in: back) == found.reversed())
  }

  /// Lines begin with 1.
  @Test func linesAreNumbered() throws {
    for line in ["0", "-1", "-9223372036854775808"] {
      let found = answers(to: "break", in: try debug(["break variables.c:\(line)"]))
      #expect(found == ["lines are numbered from 1: there is no line \(line)"])
    }
  }

  /// Floats, texts, structures and arrays, pointers, bit fields.
  @Test func valuesAreWrittenAsInC() throws {
    let last = try line("first->corners[1][2].y = -9")
    let commands = [
      ("title", "0x"), ("*first", "{value = -77, next = 0x"),
      ("first->corners", "{{{x = 0, y = 0}, "),
      ("word", "{number = 67305985, bytes = {1, 2, 3, 4}}"),
      ("matrix", "{{1, 2, 3}, {4, 5, 6}}"), ("matrix[1]", "{4, 5, 6}"), ("first->color", "BLUE"),
      ("flag", "true"), ("first->tag", "{0, 0, 200, 0}"), ("ratio", "'ratio' is neither"),
      ("first.value", "'node *' has no member 'value'"), ("matrix[0] + 1", "'int[3]' is no number"),
      ("*counter", "it is no pointer, or null"), ("&word == &word.bytes", "1"),
      ("first->next->next->value", "it is no pointer, or null"),
      ("matrix[9223372036854775807]", "9223372036854775807 is no index"),
      ("matrix[-2147483649]", "-2147483649 is no index"),
    ]
    let script = ["break variables.c:\(last)", "c", "next"] + commands.map { "print \($0.0)" }
    let found = answers(to: "print", in: try debug(script + ["up", "info locals"]))
    try #require(found.count == commands.count)
    for (command, answer) in zip(commands, found) {
      #expect(answer.hasPrefix(command.1), "\(command.0): \(answer)")
    }
    let lines = try debug(script + ["up", "info locals", "info globals"])
    for expected in [
      "ratio = 1.5", "half = -0.25", "size = 5",
      "points = {{x = 1, y = 2}, {x = 3, y = 4}, {x = -5, y = 6}}",
      "counter = 8", "out = 32",
    ] {
      #expect(lines.contains(expected), "\(expected)")
    }
    #expect(lines.contains { $0.hasPrefix("title = 0x") && $0.hasSuffix(#" "hello \"you\"""#) })
  }

  /// Where a variable is not known for certain, nothing is said of it.
  @Test func whatIsNotKnownIsNotShown() throws {
    // In front of what stores the parameters; a structure that is passed by reference.
    let lines = try debug([
      "tbreak many", "c", "rsi 2", "info locals", "c", "break many", "rc", "info locals",
    ])
    let shown = lines.filter { $0.hasPrefix("a = ") || $0.hasPrefix("h = ") }
    #expect(
      shown == ["a = <not known here>", "h = <not known here>", "a = 1", "h = <not known here>"])
    // Optimized code.
    for level in ["1", "2", "3", "s", "z"] {
      let lines = try debug(
        [
          "break variables.c:\(try line("seen = value"))", "c", "info locals", "up", "info locals",
        ],
        ["--opt", level])
      // Lines of the source begin with their number.
      let shown = lines.filter {
        $0.contains(" = ") && !$0.hasPrefix("calls = ") && $0.first?.isNumber == false
      }
      #expect(shown.allSatisfy { $0.hasSuffix(Self.unknown) }, "\(level): \(shown)")
      #expect(shown.contains("value = \(Self.unknown)"))
      #expect(lines.contains { $0.hasPrefix("the code is optimized") })
    }
  }

  /// What stands for a value that is not known.
  private static let unknown = "<not known here>"

  /// Conditions have variables of where they stop, memory of variables is watched, frames are chosen.
  @Test func variablesAreEverywhere() throws {
    let lines = try debug([
      "break variables.c:\(try line("PROBE(depth)")) if depth == 2 && letter == 3", "c",
      "print depth", "up", "print depth", "up 2", "print size", "info registers", "down", "frame 0",
      "watch product", "x/1s64 &product", "who product 8", "who product", "delete", "watch counter",
      "c", "print counter", "break scopes if nothing == 1", "x/2s32 &matrix",
      "break sum if count > 1",
    ])
    let printed = answers(to: "print", in: lines)
    #expect(printed.prefix(3) == ["2", "3", "5"])
    #expect(lines.contains { $0.contains("8 bytes at 0x") && $0.contains("writes to") })
    #expect(lines.filter { $0.hasPrefix("8 bytes at 0x") && $0.contains(" -> ") }.count == 2)
    #expect(lines.contains("'nothing' is neither a variable nor a function"))
    #expect(lines.contains { $0.hasPrefix("breakpoint") && $0.contains("sum at pc") })
  }

  /// The number of the line with a text.
  private func line(_ text: String) throws -> Int {
    try #require(Self.source.firstIndex { $0.contains(text) }) + 1
  }

  /// What is in the brackets of a line's `PROBE`.
  private func expression(_ line: Int) throws -> String {
    let source = Self.source[line - 1]
    let call = try #require(source.range(of: "PROBE"), "line \(line)")
    let open = try #require(source[call.upperBound...].firstIndex(of: "("))
    return String(
      source[source.index(after: open)..<(try #require(source.lastIndex(of: ")")))])
  }

  /// The number that a value begins with, decimal or hexadecimal; names of enumerators are what the source says.
  private func number(_ text: String) -> Int? {
    if let known = ["BLUE": 6, "NEGATIVE": -1, "true": 1, "false": 0][text] { return known }
    let word = text.prefix { $0 != " " }
    return word.hasPrefix("0x") ? Int(word.dropFirst(2), radix: 16) : Int(word)
  }
}
