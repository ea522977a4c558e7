import TestSupport
import Testing

/// What AssemblyScript, Emscripten and others import by convention.
struct ConventionalImportTests {
  /// A program as AssemblyScript makes them.
  private static let assemblyScript = #"""
    (module
      (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
      (import "env" "trace" (func $trace (param i32 i32 f64 f64 f64 f64 f64)))
      (import "console" "log" (func $log (param i32)))
      (import "env" "Date.now" (func $now (result f64)))
      (import "Math" "round" (func $round (param f64) (result f64)))
      (memory (export "memory") 1)
      (data (i32.const 12) "\08\00\00\00h\00\e9\00=\d8\00\de")
      (data (i32.const 28) "\08\00\00\00a\00.\00t\00s\00")
      (func (export "main") (param $args i32) (param $length i32) (result i64)
        (call $log (i32.const 16))
        (call $trace (i32.const 32) (i32.const 2)
          (f64.const -12) (f64.const 0.5) (f64.const 0) (f64.const 0) (f64.const 0))
        (if (local.get $length)
          (then
            (call $abort (i32.const 16) (i32.const 32) (i32.const 12) (i32.const 345))
            (unreachable)))
        (f64.store (i32.const 64) (call $now))
        (f64.store (i32.const 72) (call $round (f64.const -2.5)))
        (i64.const 0x1000000040)))
    """#

  /// A program as Emscripten makes them.
  private static let emscripten = #"""
    (module
      (import "env" "__assert_fail" (func $fail (param i32 i32 i32 i32)))
      (import "env" "emscripten_resize_heap" (func $resize (param i32) (result i32)))
      (import "env" "emscripten_notify_memory_growth" (func $notify (param i32)))
      (import "env" "_emscripten_memcpy_js" (func $copy (param i32 i32 i32)))
      (import "env" "emscripten_memcpy_big" (func $big (param i32 i32 i32) (result i32)))
      (import "env" "abort" (func $abort))
      (memory (export "memory") 1 3)
      (data (i32.const 16) "x > 0\00file.c\00check\00")
      (func (export "main") (param $args i32) (param $length i32) (result i64)
        (if (i32.eq (local.get $length) (i32.const 1))
          (then
            (call $fail (i32.const 16) (i32.const 22) (i32.const 7) (i32.const 29))))
        (if (i32.eq (local.get $length) (i32.const 2)) (then (call $abort)))
        (i32.store (i32.const 64) (call $resize (i32.const 131073)))
        (i32.store (i32.const 68) (call $resize (i32.const 262144)))
        (i32.store (i32.const 72) (memory.size))
        (call $notify (i32.const 0))
        (call $copy (i32.const 76) (i32.const 16) (i32.const 4))
        (i32.store (i32.const 84) (call $big (i32.const 80) (i32.const 22) (i32.const 4)))
        (i64.const 0x1800000040)))
    """#

  /// Runs a module in text form.
  private func run(_ text: String, _ arguments: [String] = []) throws -> BuiltCommand.Result {
    let folder = try TemporaryFolder()
    _ = try folder.write("main.wat", text)
    _ = try folder.write("map", "env.abort = trap")
    return try BuiltCommand.run(["run", "main.wat"] + arguments, folder: folder)
  }

  @Test func assemblyScriptLogs() throws {
    let log = "[helpful] console: hé😀\n[helpful] trace: a.ts -12 f64:0x3fe0000000000000\n"
    let result = try run(Self.assemblyScript)
    #expect(
      result.lines.prefix(2) == ["exit: halt", "output: 0010a0ca1b42794200000000000000c0"])
    #expect(result.messages == log)
    let aborted = try run(Self.assemblyScript, ["00", "--wasi"])
    #expect(aborted.lines.first == "exit: panic")
    #expect(aborted.messages == log + "[fatal] abort: hé😀 at a.ts:12:345\n")
    for options in [[], ["--wasi", "--imports", "map"]] {
      let trapped = try run(Self.assemblyScript, ["00"] + options)
      #expect(trapped.lines.first == "exit: panic")
      #expect(trapped.messages == log)
    }
  }

  /// A function with two calls of `abort` is inlined all the same: the inliner does not count what never happens.
  @Test func abortsDoNotHinderInlining() throws {
    let program = #"""
      (module
        (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
        (memory (export "memory") 1)
        (func $item (param $index i32) (result i32)
          (if (i32.ge_u (local.get $index) (i32.load (i32.const 1024)))
            (then
              (call $abort (i32.const 16) (i32.const 32) (i32.const 1) (i32.const 2))
              (unreachable)))
          (if (i32.and (local.get $index) (i32.load (i32.const 1028)))
            (then
              (call $abort (i32.const 16) (i32.const 32) (i32.const 3) (i32.const 4))
              (unreachable)))
          (i32.load8_u offset=2048 (local.get $index)))
        (func (export "main") (param $args i32) (param $size i32) (result i64)
          (local $i i32) (local $sum i32)
          (i32.store (i32.const 1024) (i32.const 1000))
          (loop $next
            (local.set $sum
              (i32.add (call $item (local.get $i))
                (i32.xor (local.get $sum)
                  (call $item (i32.xor (local.get $i) (i32.const 3))))))
            (local.set $sum
              (i32.sub (i32.rotl (local.get $sum) (i32.const 3))
                (call $item (i32.xor (local.get $i) (i32.const 5)))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $next (i32.lt_u (local.get $i) (i32.const 900))))
          (i32.store (i32.const 0) (local.get $sum))
          (i64.const 0x400000000)))
      """#
    func gas(_ options: [String]) throws -> Int {
      let line = try run(program, options).lines.first { $0.hasPrefix("gas used: ") }
      return try #require(line.flatMap { Int($0.dropFirst("gas used: ".count)) })
    }
    let plain = try gas([])
    #expect(try gas(["--wasi"]) <= plain + plain / 100)
  }

  /// Mathematics of JavaScript, under both ways to name it.
  private static let mathematics = #"""
    (module
      (import "Math" "sin" (func $sin (param f64) (result f64)))
      (import "env" "Math.pow" (func $pow (param f64 f64) (result f64)))
      (import "env" "Math.log" (func $log (param f64) (result f64)))
      (import "Math" "clz32" (func $clz (param f64) (result f64)))
      (import "Math" "imul" (func $imul (param f64 f64) (result f64)))
      (import "Math" "fround" (func $round (param f64) (result f32)))
      (memory (export "memory") 1)
      (func (export "main") (param $args i32) (param $length i32) (result i64)
        (f64.store (i32.const 0) (call $sin (f64.load (local.get $args))))
        (f64.store (i32.const 8) (call $pow (f64.const 2) (f64.load (local.get $args))))
        (f64.store (i32.const 16) (call $log (f64.const 10)))
        (f64.store (i32.const 24) (call $clz (f64.const 4294967297.5)))
        (f64.store (i32.const 32) (call $imul (f64.const 4294967295) (f64.const 5)))
        (f32.store (i32.const 40) (call $round (f64.const 0.1)))
        (i64.const 0x2C00000000)))
    """#

  @Test func mathematicsAreComputed() throws {
    let half = "000000000000e03f"
    let output =
      "f0054b74e8aede3fcd3b7f669ea0f63f1655b5bbb16b0240"
      + "0000000000003f4000000000000014c0cdcccc3d"
    for options in [[], ["--opt", "0"]] {
      let result = try run(Self.mathematics, [half] + options)
      #expect(result.lines.prefix(2) == ["exit: halt", "output: \(output)"])
    }
    let trapped = try run(Self.mathematics, [half, "--floats", "trap"])
    #expect(trapped.lines.first == "exit: panic")
    let sine = SampleModules.main(
      "(i64.reinterpret_f64 (call $sin (f64.const 1)))",
      imports: #"(import "pvm" "sin" (func $sin (param f64) (result f64)))"#)
    let rejected = try run(sine, ["--floats", "reject"])
    #expect(rejected.status == 1)
    #expect(rejected.messages.contains("math.sin"))
    // Nothing is known by this name with this type.
    let unknown = try run(
      Self.mathematics
        .replacing("(func $sin (param f64)", with: "(func $sin (param f32)")
        .replacing("(call $sin (f64.load", with: "(call $sin (f32.load"), [half])
    #expect(unknown.status == 1)
    #expect(unknown.messages.contains("Math.sin"))
  }

  /// Constants of JavaScript's `Math` under both ways to name them, also beside functions of it and in initial values.
  @Test func constantsAreImported() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "main.wat",
      #"""
      (module
        (import "Math" "PI" (global $pi f64))
        (import "env" "Math.SQRT2" (global $root f64))
        (import "Math" "E" (global $e f64))
        (import "Math" "log" (func $log (param f64) (result f64)))
        (global $copy f64 (global.get $pi))
        (memory (export "memory") 1)
        (func (export "main") (param $args i32) (param $length i32) (result i64)
          (f64.store (i32.const 0) (global.get $copy))
          (f64.store (i32.const 8) (global.get $root))
          (f64.store (i32.const 16) (call $log (global.get $e)))
          (i64.const 0x1800000000)))
      """#)
    for level in ["0", "2"] {
      let result = try BuiltCommand.run(["run", "main.wat", "--opt", level], folder: folder)
      #expect(
        result.lines.prefix(2) == [
          "exit: halt", "output: 182d4454fb210940cd3b7f669ea0f63f000000000000f03f",
        ])
    }
    let inspected = try BuiltCommand.run(["inspect", "main.wat"], folder: folder)
    #expect(inspected.text.contains("  Math.PI global f64: AssemblyScript: 3.141592653589793\n"))
    _ = try folder.write(
      "other.wat",
      SampleModules.main("(i64.const 0)", imports: #"(import "Math" "PI" (global f32))"#))
    let other = try BuiltCommand.run(["run", "other.wat"], folder: folder)
    #expect(other.status == 1)
    #expect(other.messages.contains("Math.PI: immutable global f32 (mathematics of JavaScript"))
  }

  @Test func emscriptenWorks() throws {
    #expect(
      try run(Self.emscripten).lines.prefix(2) == [
        "exit: halt", "output: 01000000000000000300000078203e2066696c6550000000",
      ])
    #expect(
      try run(Self.emscripten, ["00"]).messages
        == "[fatal] assert: file.c:7: check: failed: x > 0\n")
    #expect(
      try run(Self.emscripten, ["0000", "--wasi"]).messages == "[fatal] abort: called\n")
    #expect(try run(Self.emscripten, ["0000"]).messages.isEmpty)
  }

  @Test func inspectSaysWhatBecomesOfImports() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("main.wat", Self.emscripten)
    let text = try BuiltCommand.run(["inspect", "main.wat"], folder: folder).text
    #expect(
      text.contains(
        "imports\n  env.__assert_fail [i32 i32 i32 i32] -> []: Emscripten: condition and place"))
    _ = try folder.write("map", "env.abort = trap")
    let mapped = try BuiltCommand.run(
      ["inspect", "main.wat", "--imports", "map"], folder: folder
    ).text
    #expect(mapped.contains("  env.abort [] -> []: a trap\n"))
  }

  @Test func foreignImportsAreExplained() throws {
    for (module, name, advice) in [
      ("wbg", "__wbg_log_1", "wasm-bindgen's glue for JavaScript"),
      ("gojs", "runtime.wasmExit", "build with GOOS=wasip1"),
      ("env", "invoke_v", "build with -fwasm-exceptions"),
    ] {
      let result = try run(
        SampleModules.main(
          "(call $f) (i64.const 0)", imports: "(import \"\(module)\" \"\(name)\" (func $f))"))
      #expect(result.status == 1)
      #expect(result.messages.contains(advice), "\(result.messages)")
    }
  }

  @Test func proposalsThatAreNotKnownAreNamed() throws {
    let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D]
    let cases: [(bytes: [UInt8], name: String)] = [
      ([0x0D, 0, 1, 0], "component model"),
      ([1, 0, 0, 0, 1, 5, 1, 0x5F, 1, 0x7F, 0], "GC proposal"),
      ([1, 0, 0, 0, 1, 3, 1, 0x5D, 0], "stack-switching"),
      ([1, 0, 0, 0, 5, 4, 1, 4, 1, 1], "memory64"),
    ]
    for item in cases {
      let folder = try TemporaryFolder()
      _ = try folder.write("main.wasm", header + item.bytes)
      let result = try BuiltCommand.run(
        ["build", "main.wasm", "-o", "out.jam"], folder: folder)
      #expect(result.status == 1)
      #expect(result.messages.contains(item.name), "\(result.messages)")
      #expect(folder.read("out.jam") == nil)
    }
  }
}
