import Foundation
import TestSupport
import Testing

/// What a command line is used to: completions, manual pages, progress, colors.
struct HabitTests {
  /// The options that the help text of a command lists.
  private func options(_ command: String) throws -> [String] {
    try BuiltCommand.run(["help", command]).text
      .matches(of: /(?m)^  (?:-\w, )?(--[\w-]+)/).map { String($0.output.1) }
  }

  /// The commands that the help text lists.
  private func commands() throws -> [String] {
    let text = try BuiltCommand.run(["help"]).text
    let list = text.components(separatedBy: "Commands:\n")[1].components(separatedBy: "\n\n")[0]
    return list.matches(of: /(?m)^  ([\w-]+)/).map { String($0.output.1) }
  }

  // MARK: Completions

  /// What bash completes a command line to.
  private func completed(_ words: String...) throws -> [String] {
    let folder = try TemporaryFolder()
    _ = try folder.write("file.jam", "")
    let script = """
      eval "$("$0" completions bash)"
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      _wasm_pvm
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let result = try BuiltCommand.run(
      "/usr/bin/env", ["bash", "-c", script, try BuiltCommand.path()] + words, folder: folder)
    #expect(result.status == 0 && result.messages == "")
    return result.lines
  }

  @Test func bashCompletes() throws {
    #expect(try completed("wasm-pvm", "") == commands() + ["--help", "--version", "--emit-llvm"])
    #expect(try completed("wasm-pvm", "bu") == ["build"])
    #expect(try completed("wasm-pvm", "build", "--op") == ["--opt"])
    #expect(try completed("wasm-pvm", "build", "--opt", "") == ["0", "1", "2", "3", "s", "z"])
    #expect(try completed("wasm-pvm", "build", "--opt", "=") == ["0", "1", "2", "3", "s", "z"])
    #expect(try completed("wasm-pvm", "build", "--opt", "=", "s") == ["s"])
    #expect(try completed("wasm-pvm", "build", "-o", "fi") == ["file.jam"])
    #expect(try completed("wasm-pvm", "build", "--stack-size", "fi") == [])
    #expect(try completed("wasm-pvm", "run", "fi") == ["file.jam"])
    #expect(try completed("wasm-pvm", "trace", "re") == ["record", "replay"])
    #expect(try completed("wasm-pvm", "trace", "record", "f") == ["file.jam"])
    #expect(try completed("wasm-pvm", "help", "di") == ["disasm", "diff"])
    for command in try commands() {
      let given = try completed("wasm-pvm", command, "--")
      #expect(try given == options(command), "\(command)")
    }
  }

  /// Runs a shell, if it is there.
  private func shell(_ name: String, _ arguments: [String]) throws -> BuiltCommand.Result? {
    let result = try BuiltCommand.run("/usr/bin/env", [name] + arguments)
    return result.status == 127 ? nil : result
  }

  @Test func otherShellsReadTheirs() throws {
    let folder = try TemporaryFolder()
    for name in ["zsh", "fish"] {
      let text = try BuiltCommand.run(["completions", name])
      #expect(text.status == 0 && text.messages == "")
      let path = try folder.write(name, text.output)
      if let result = try shell(name, ["-n", path]) {
        #expect(result.status == 0 && result.messages == "")
      }
      for command in try commands() {
        for option in try options(command) {
          #expect(text.text.contains(name == "zsh" ? option : "-l \(option.dropFirst(2)) "))
        }
      }
    }
    let path = folder.path("fish")
    let ask = "source \(path); complete -C 'wasm-pvm dis'; complete -C 'wasm-pvm trace re'"
    if let result = try shell("fish", ["-c", ask]) {
      #expect(result.lines.first == "disasm\tprint a program as PVM assembly")
      #expect(result.lines.contains("record") && result.lines.contains("replay"))
    }
    let unknown = try BuiltCommand.run(["completions", "tcsh"])
    #expect(unknown.status == 2 && unknown.messages.contains("expected one of bash, zsh, fish"))
  }

  // MARK: Manual pages

  @Test func pagesHaveAllThatTheHelpHas() throws {
    let overview = try BuiltCommand.run(["man"])
    #expect(overview.status == 0 && overview.lines[0].hasPrefix(".TH WASM\\-PVM 1 "))
    for command in try commands() {
      let escaped = command.replacing("-", with: "\\-")
      #expect(overview.text.contains("\n.TP\n\\fB\(escaped)\\fR\n"))
      let page = try BuiltCommand.run(["man", command])
      #expect(page.status == 0 && page.messages == "")
      #expect(page.text.contains("\n.B wasm\\-pvm \(escaped)\n"))
      for option in try options(command) {
        let name = option.replacing("-", with: "\\-")
        #expect(page.text.contains("\\fB\(name)\\fR"), "\(command) \(option)")
      }
      // No line of text is a request by accident, and no dash is a hyphen.
      for line in page.lines where line.hasPrefix(".") {
        #expect(line.contains(/^\.(TH|SH|SS|TP|PP|B)\b/), "\(line)")
      }
      #expect(!page.text.contains(/[^\\]-/), "\(command)")
    }
    #expect(try BuiltCommand.run(["man", "biuld"]).status == 2)
  }

  @Test func groffHasNoWarnings() throws {
    let folder = try TemporaryFolder()
    for arguments in [["man"], ["man", "build"], ["man", "new"]] {
      let path = try folder.write("page", try BuiltCommand.run(arguments).output)
      guard let result = try shell("groff", ["-man", "-Tutf8", "-ww", "-z", path]) else { return }
      #expect(result.status == 0 && result.messages == "")
    }
  }

  // MARK: Terminals

  /// What a command writes to a terminal.
  private func onTerminal(
    _ line: String, _ folder: TemporaryFolder, environment: [String: String] = [:]
  ) throws -> String {
    // `swift test` sets it.
    let unset = environment["NO_COLOR"] == nil ? "unset NO_COLOR; " : ""
    let command = "\(unset)TERM=xterm timeout 5 '\(try BuiltCommand.path())' \(line)"
    return try unblocked(["script", "-qec", command, "/dev/null"], folder, environment).text
  }

  /// Runs a command that may receive all signals: the processes that Foundation starts from a thread of Dispatch inherit that they are
  /// blocked, even the alarm of `timeout`.
  private func unblocked(
    _ command: [String], _ folder: TemporaryFolder, _ environment: [String: String] = [:]
  ) throws -> BuiltCommand.Result {
    let script = """
      import os, signal, sys
      signal.pthread_sigmask(signal.SIG_SETMASK, [])
      os.execvp(sys.argv[1], sys.argv[1:])
      """
    return try BuiltCommand.run(
      "/usr/bin/env", ["python3", "-c", script] + command, folder: folder,
      environment: environment)
  }

  /// A program that does not end by itself.
  private static let loop = """
    (module (memory 1) (func (export "main") (param i32 i32) (result i64)
      (loop $l (i32.store (i32.const 0) (i32.const 1)) (br $l)) (i64.const 0)))
    """

  @Test func progressIsForTerminals() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("loop.wat", Self.loop)
    let run = "run loop.wat --gas 9223372036854775807"
    let shown = try onTerminal(run, folder)
    #expect(shown.contains("\r\u{1B}[K\u{1B}[2mrunning, 3 s\u{1B}[0m"))
    #expect(!shown.contains("running, 1 s"))
    #expect(try !onTerminal("\(run) --quiet", folder).contains("running"))
    let plain = try onTerminal(run, folder, environment: ["NO_COLOR": "1"])
    #expect(plain.contains("\r\u{1B}[Krunning, 3 s") && !plain.contains("\u{1B}[2m"))
    let piped = try unblocked(
      ["timeout", "4", try BuiltCommand.path()] + run.split(separator: " ").map(String.init), folder
    )
    #expect(piped.status == 124 && piped.messages == "" && piped.output.isEmpty)
  }

  @Test func colorsAreForTerminals() throws {
    let folder = try TemporaryFolder()
    #expect(try onTerminal("biuld", folder).hasPrefix("\u{1B}[1;31mwasm-pvm:\u{1B}[0m unknown"))
    #expect(
      try onTerminal("biuld", folder, environment: ["NO_COLOR": "1"]).hasPrefix(
        "wasm-pvm: unknown"))
    // An empty value does not turn them off.
    #expect(
      try onTerminal("biuld", folder, environment: ["NO_COLOR": ""]).hasPrefix("\u{1B}[1;31m"))
    #expect(try BuiltCommand.run(["biuld"]).messages.hasPrefix("wasm-pvm: unknown"))
  }

  @Test func versionsAreTold() throws {
    let text = try BuiltCommand.run(["--version"]).text
    #expect(text.contains(/^wasm-pvm \d+\.\d+\.\d+, LLVM 19\.\d+\.\d+, Swift 6\.\d+(\.\d+)?\n$/))
  }
}
