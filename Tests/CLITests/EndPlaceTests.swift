import Foundation
import TestSupport
import Testing

/// Where in the source `run` says that a program ended.
struct EndPlaceTests {
  /// Two traps and an access to memory that is not there in one function, with a function that is inlined.
  private static let source = """
    static unsigned result;
    static void check(unsigned value) {
      if (value == 2)
        __builtin_trap();
    }
    __attribute__((export_name("main"))) unsigned long long run(const unsigned char *a, unsigned n) {
      if (a[0] == 1)
        __builtin_trap();
      result += a[0];
      check(a[0]);
      if (a[0] == 3)
        result += *(volatile unsigned *)0xfff00000;
      while (a[0] == 4)
        *(volatile unsigned *)&result += 1;
      return (unsigned long)&result | 4ull << 32;
    }

    """

  /// The module; nil without clang.
  private func module(
    _ folder: TemporaryFolder, _ options: [String], source: String = Self.source
  ) throws -> String? {
    _ = try folder.write("m.c", source)
    // Linked on its own: where binaryen is installed, clang lets wasm-opt take debug information away.
    for command in [
      ["clang-19", "--target=wasm32", "-c", "-o", "m.o", "m.c"] + options,
      ["wasm-ld-19", "--no-entry", "-o", "m.wasm", "m.o"],
    ] {
      let result = try BuiltCommand.run("/usr/bin/env", command, folder: folder)
      if result.status == 127 { return nil }
      try #require(result.status == 0, "\(result.messages)")
    }
    return folder.path("m.wasm")
  }

  /// What ends a run: the argument, how it ends, the lines that may be named.
  private static let ends: [(argument: String, exit: String, lines: ClosedRange<Int>)] = [
    ("01", "panic", 7...8), ("02", "panic", 3...4), ("03", "page-fault", 12...12),
    ("04", "out-of-gas", 13...14),
  ]

  @Test(arguments: ["gp-0.7", "gp-0.8"], ["0", "2"])
  func endsHavePlaces(_ target: String, _ level: String) throws {
    let folder = try TemporaryFolder()
    for clang in ["-O0", "-O2"] {
      guard let module = try module(folder, ["-g", clang]) else { return }
      for end in Self.ends {
        let arguments = [
          "run", module, end.argument, "--target", target, "--opt", level, "--gas", "100000",
        ]
        let run = try BuiltCommand.run(arguments + ["--json"], folder: folder)
        let outcome = try #require(
          try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
        #expect(outcome["exit"] as? String == end.exit)
        let frames = try #require(outcome["source"] as? [[String: Any]])
        let line = try #require(frames.first?["line"] as? Int)
        #expect(end.lines.contains(line), "\(end), \(clang): \(frames)")
        #expect((frames.first?["file"] as? String)?.hasSuffix("/m.c") == true)
        let text = try BuiltCommand.run(arguments, folder: folder)
        #expect(text.text.contains("source: ") && text.text.contains("/m.c:\(line) in "))
      }
      let halt = try BuiltCommand.run(["run", module, "05", "--json"], folder: folder)
      #expect(halt.status == 0 && !halt.text.contains("\"source\""))
    }
  }

  /// What is in front of a trap was executed in another function, which returned to it, or in a switch that leads there.
  @Test(arguments: ["gp-0.7", "gp-0.8"], ["0", "2"])
  func trapsBehindCallsAreTheCallers(_ target: String, _ level: String) throws {
    let folder = try TemporaryFolder()
    let source = """
      unsigned result;
      __attribute__((noinline)) void other(unsigned value) {
        while (value) result += value *= value;
      }
      __attribute__((export_name("main"))) unsigned long long run(const unsigned char *a, unsigned n) {
        switch (a[0]) {
        case 0: result = 3; break;
        case 1: result = a[1] * 7; break;
        case 2: result ^= 9; break;
        case 3: result += a[2]; break;
        case 4: result -= 5; break;
        case 5: result *= 11; break;
        case 6:
          other(a[1]);
          __builtin_trap();
        case 7: __builtin_trap();
        }
        return result;
      }

      """
    guard let module = try module(folder, ["-g", "-O1"], source: source) else { return }
    for (argument, lines) in [("0600", ["14", "15"]), ("0700", ["5", "6", "16"])] {
      let run = try BuiltCommand.run(
        ["run", module, argument, "--target", target, "--opt", level], folder: folder)
      #expect(lines.contains { run.text.contains("/m.c:\($0) in run") }, "\(run.text)")
    }
  }

  /// A place in an adapter is not called one in the module.
  @Test func placesInAdaptersNameThem() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("a.wat", "(module (func (export \"stop\") (unreachable)))")
    let source = """
      __attribute__((import_module("env"), import_name("stop"))) void stop(void);
      __attribute__((export_name("main"))) unsigned long long run(const unsigned char *a, unsigned n) {
        stop();
        return 0;
      }

      """
    guard let module = try module(folder, ["-g", "-O1"], source: source) else { return }
    let run = try BuiltCommand.run(
      ["run", module, "--adapter", "a.wat", "--opt", "2"], folder: folder)
    #expect(run.text.contains(" of adapter a.wat, in stop"), "\(run.text)")
    #expect(!run.text.contains("of the module"), "\(run.text)")
  }

  @Test func programsNeedTheirMap() throws {
    let folder = try TemporaryFolder()
    guard let module = try module(folder, ["-g", "-O2"]) else { return }
    let built = try BuiltCommand.run(
      ["build", module, "-o", "m.jam", "--debug-info", "m.map"], folder: folder)
    #expect(built.status == 0)
    let plain = try BuiltCommand.run(["run", "m.jam", "02"], folder: folder)
    #expect(plain.status == 3 && !plain.text.contains("source: "))
    let mapped = try BuiltCommand.run(
      ["run", "m.jam", "02", "--debug-info", "m.map"], folder: folder)
    #expect(mapped.status == 3 && mapped.text.contains("in check"))
    #expect(mapped.text.contains("  inlined at "))
    // Without debug information nothing is said, and nothing is made to say it.
    guard let stripped = try self.module(folder, ["-O2"]) else { return }
    let nameless = try BuiltCommand.run(["run", stripped, "02"], folder: folder)
    #expect(nameless.status == 3 && !nameless.text.contains("source: "))
  }

  /// The debugger names the same place, and each function once: the code in front of an exported one is no call of its own.
  @Test(arguments: ["gp-0.7", "gp-0.8"], ["0", "2"])
  func theDebuggerIsThere(_ target: String, _ level: String) throws {
    let folder = try TemporaryFolder()
    for clang in ["-O0", "-O2"] {
      guard let module = try module(folder, ["-g", clang]) else { return }
      for end in Self.ends where end.exit != "out-of-gas" {
        let debugger = try BuiltCommand.run(
          ["debug", module, end.argument, "--target", target, "--opt", level],
          input: Array("continue\nbacktrace\nup 9\n".utf8), folder: folder)
        #expect(debugger.status == 0)
        let parts = debugger.lines.split(separator: "(pvm) up 9")
        let frames = parts[0].filter { $0.hasPrefix("#") }
        // Frames that are not listed cannot be looked at, either.
        let outermost = parts.last?.first ?? ""
        #expect(
          outermost.hasPrefix("#\(frames.count - 1) ")
            || outermost == "this is the outermost frame",
          "\(debugger.text)")
        let lines = end.lines.map { "(m.c:\($0))" }
        #expect(
          lines.contains { frames.first?.contains($0) == true },
          "\(end), \(clang): \(debugger.text)")
        #expect(frames.count { $0.contains(" run (") } == 1, "\(frames)")
      }
    }
  }
}
