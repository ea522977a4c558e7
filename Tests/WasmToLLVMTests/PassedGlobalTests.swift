import LLVM
import TestSupport
import Testing
import Wasm
import WasmToLLVM

/// Which functions get the pointer of the shadow stack as a parameter.
@Suite(.enabled(if: Translation.isAvailable, "no wat2wasm (Debian package wabt)"))
struct PassedGlobalTests {
  /// Functions that take down their frames, as compilers write them.
  private static let frames: [String: String] = [
    "straight": """
    (global.set $sp (local.tee $f (i32.sub (global.get $sp) (i32.const 16))))
    (global.set $sp (i32.add (local.get $f) (i32.const 16)))
    """,
    "unoptimized": """
    (local.set $c (i32.const 16))
    (local.set $f (i32.sub (global.get $sp) (local.get $c)))
    (global.set $sp (local.get $f))
    (local.set $g (i32.add (local.get $f) (local.get $c)))
    (global.set $sp (local.get $g))
    """,
    "relative": """
    (global.set $sp (i32.sub (global.get $sp) (i32.const 4)))
    (global.set $sp (i32.add (i32.const 4) (global.get $sp)))
    """,
    "early return": """
    (global.set $sp (local.tee $f (i32.sub (global.get $sp) (i32.const 16))))
    (if (local.get $p) (then
      (global.set $sp (i32.add (local.get $f) (i32.const 16)))
      (return)))
    (global.set $sp (i32.add (local.get $f) (i32.const 16)))
    """,
    "dynamic": """
    (local.set $g (global.get $sp))
    (global.set $sp (i32.sub (local.get $g) (local.get $p)))
    (global.set $sp (local.get $g))
    """,
    "loop inside": """
    (global.set $sp (local.tee $f (i32.sub (global.get $sp) (i32.const 16))))
    (loop $l (local.set $g (i32.add (local.get $g) (i32.const 4))) (br_if $l (local.get $g)))
    (global.set $sp (i32.add (local.get $f) (i32.const 16)))
    """,
    "frame in a loop": """
    (loop $l
      (global.set $sp (i32.sub (global.get $sp) (i32.const 4)))
      (global.set $sp (i32.add (global.get $sp) (i32.const 4)))
      (br_if $l (local.get $p)))
    """,
    "out of a table": """
    (global.set $sp (local.tee $f (i32.sub (global.get $sp) (i32.const 16))))
    (block $b (block $c (br_table $b $c $b (local.get $p))))
    (global.set $sp (i32.add (local.get $f) (i32.const 16)))
    """,
    "trap": """
    (global.set $sp (local.tee $f (i32.sub (global.get $sp) (i32.const 16))))
    (if (local.get $p) (then (global.set $sp (i32.const 0)) (unreachable)))
    (global.set $sp (i32.add (local.get $f) (i32.const 16)))
    """,
  ]

  /// Functions that may return with another value than they were called with.
  private static let changes: [String: String] = [
    "allocation": "(global.set $sp (i32.sub (global.get $sp) (local.get $p)))",
    "constant": "(global.set $sp (i32.const 4096))",
    "wrong size": """
    (global.set $sp (local.tee $f (i32.sub (global.get $sp) (i32.const 16))))
    (global.set $sp (i32.add (local.get $f) (i32.const 32)))
    """,
    "one way": """
    (global.set $sp (local.tee $f (i32.sub (global.get $sp) (i32.const 16))))
    (if (local.get $p) (then (return)))
    (global.set $sp (i32.add (local.get $f) (i32.const 16)))
    """,
    "one branch": """
    (if (local.get $p) (then (global.set $sp (i32.sub (global.get $sp) (i32.const 16)))))
    """,
    "other branch": """
    (if (local.get $p)
      (then (nop)) (else (global.set $sp (i32.sub (global.get $sp) (i32.const 16)))))
    """,
    "each iteration": """
    (local.set $f (global.get $sp))
    (loop $l
      (global.set $sp (i32.sub (global.get $sp) (i32.const 4)))
      (br_if $l (local.get $p)))
    """,
    "frame pointer set in a loop": """
    (local.set $f (global.get $sp))
    (loop $l
      (global.set $sp (local.get $f))
      (local.set $f (i32.sub (local.get $f) (i32.const 4)))
      (br_if $l (local.get $p)))
    """,
    "either of two": """
    (local.set $f (global.get $sp))
    (if (local.get $p) (then (local.set $f (i32.const 0))))
    (global.set $sp (local.get $f))
    """,
    "out of a table": """
    (block $b (block $c (br_table $b $c $b (local.get $p)))
      (global.set $sp (i32.sub (global.get $sp) (i32.const 16))))
    """,
    "operand of a block": """
    (global.get $sp)
    (block (param i32) (result i32) (drop) (local.get $p))
    (global.set $sp)
    """,
  ]

  /// A module whose `$f` has a body, with two functions that preserve the global.
  private static func module(_ body: String) -> String {
    """
    (module (global $sp (mut i32) (i32.const 4096)) (memory 1)
      (func $f (export "f") (param $p i32) (local $f i32) (local $g i32) (local $c i32) \(body))
      (func $a (export "a") (local $f i32) \(frames["straight"] ?? ""))
      (func $b (export "b") (local $f i32) \(frames["straight"] ?? "")))
    """
  }

  /// The names of the functions that have the parameter.
  private func receivers(
    _ text: String, part: SpecSuite.Part = .core
  ) throws -> [String] {
    let translated = try Translation.translate(text, part: part)
    return translated.module.functions.filter {
      $0.parameterCount > 0 && $0.hasAttribute(.inRegister, at: .parameter(0))
    }.map(\.name)
  }

  @Test(arguments: frames.keys.sorted())
  func functionsThatRestoreGetIt(_ name: String) throws {
    let body = try #require(Self.frames[name])
    #expect(try receivers(Self.module(body)) == ["f0.f", "f1.a", "f2.b"])
  }

  @Test(arguments: changes.keys.sorted())
  func functionsThatMayNotRestoreDoNotGetIt(_ name: String) throws {
    let body = try #require(Self.changes[name])
    #expect(try receivers(Self.module(body)) == ["f1.a", "f2.b"])
  }

  @Test func whoCallsOneThatChangesItUsesTheVariable() throws {
    let frame = Self.frames["straight"] ?? ""
    let receivers = try receivers(
      """
      (module (global $sp (mut i32) (i32.const 4096))
        (func $allocate (export "x") (global.set $sp (i32.const 1)))
        (func $caller (export "y") (local $f i32) (call $allocate) (call $frame) \(frame))
        (func $frame (local $f i32) \(frame) (call $frame2))
        (func $frame2 (local $f i32) \(frame) (drop (call $reader)))
        (func $reader (result i32) (global.get $sp))
        (func $other (export "z") (call $frame)))
      """)
    // $other needs the value for its callee.
    #expect(receivers == ["f2.frame", "f3.frame2", "f4.reader", "f5.other"])
  }

  @Test func functionsOfOneTypeAreCalledAlike() throws {
    let frame = Self.frames["straight"] ?? ""
    let translated = try Translation.translate(
      """
      (module (import "env" "host_call_0" (func $host (param i64) (result i64)))
        (global $sp (mut i32) (i32.const 4096))
        (type $one (func (param i32))) (type $two (func (param i64) (result i64)))
        (table funcref (elem $user $idle $host $plain))
        (func $user (type $one) (local $f i32) \(frame))
        (func $idle (type $one) (nop))
        (func $plain (type $two) (local.get 0))
        (func (export "call") (param i32)
          (call_indirect (type $one) (local.get 0) (local.get 0))
          (call $idle (i32.const 5))
          (drop (call_indirect (type $two) (i64.const 1) (local.get 0)))))
      """)
    func isReceiver(_ name: String) -> Bool? {
      let function = translated.module.function(named: name)
      return function?.hasAttribute(.inRegister, at: .parameter(0))
    }
    #expect(["f1.user", "f2.idle", "f4.call"].map(isReceiver) == [true, true, true])
    #expect(["f3.plain", "f0.host"].map(isReceiver) == [false, false])
    let caller = translated.module.function(named: "f4.call")?.value.printed() ?? ""
    #expect(caller.contains("(i32 inreg poison, i32 5)"))
    #expect(!caller.contains("@global.0"))
  }

  @Test func importsInTablesOfPassingTypesIgnoreIt() throws {
    let frame = Self.frames["straight"] ?? ""
    let translated = try Translation.translate(
      """
      (module (import "env" "host_call_0" (func $host (param i64) (result i64)))
        (global $sp (mut i32) (i32.const 4096))
        (type $t (func (param i64) (result i64)))
        (table funcref (elem $user $host))
        (func $user (type $t) (local $f i32) \(frame) (local.get 0))
        (func (export "call") (param i32) (result i64)
          (call_indirect (type $t) (i64.const 1) (local.get 0))))
      """
    ) { $0.unsupportedFunctionsTrap = true }
    let host = translated.module.function(named: "f0.host")
    #expect(host?.hasAttribute(.inRegister, at: .parameter(0)) == true)
    #expect(host?.parameterCount == 2)
  }

  @Test func modulesThatMostlyChangeItKeepIt() throws {
    #expect(
      try receivers(
        """
        (module (global $count (mut i32) (i32.const 0))
          (func $next (export "next") (result i32)
            (global.set $count (i32.add (global.get $count) (i32.const 1))) (global.get $count))
          (func $read (export "read") (result i32) (global.get $count)))
        """
      ).isEmpty)
  }

  @Test(.enabled(if: Translation.isAvailable(.tailCall)))
  func modulesWithTailCallsKeepIt() throws {
    let frame = Self.frames["straight"] ?? ""
    #expect(
      try receivers(
        """
        (module (global $sp (mut i32) (i32.const 4096))
          (func $a (export "a") (local $f i32) \(frame))
          (func $b (export "b") (return_call $a)))
        """, part: .tailCall
      ).isEmpty)
  }

  /// Without tags nothing is thrown, but a module may try all the same.
  @Test(
    .enabled(if: Translation.isAvailable(.legacyExceptions), "no wat2wasm with exceptions"),
    arguments: [
      "try (nop) catch_all end", "block try (nop) delegate 0 end",
      "try (nop) catch_all (global.set $sp (i32.const 7)) end",
      "(loop (local.set $f (i32.const 1))) try (br 0) catch_all (unreachable) end",
    ])
  func functionsThatTryDoNotGetIt(_ body: String) throws {
    let frame = Self.frames["straight"] ?? ""
    let receivers = try receivers(
      """
      (module (global $sp (mut i32) (i32.const 4096))
        (func $f (export "f") (local $f i32) \(frame) \(body))
        (func $g (export "g") (local $f i32) \(frame)))
      """, part: .legacyExceptions)
    #expect(!receivers.contains("f0.f"))
  }

  /// The same of the final form, which Debian's wabt does not know: `block $l (try_table (catch_all $l) (nop)) end`.
  @Test func functionsThatTryWithATableDoNotGetIt() throws {
    let module: [UInt8] = [
      0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00, 0x01, 0x0A, 0x02, 0x60, 0x00, 0x00, 0x60,
      0x02, 0x7F, 0x7F, 0x01, 0x7E, 0x03, 0x03, 0x02, 0x00, 0x01, 0x06, 0x07, 0x01, 0x7F, 0x01,
      0x41, 0x80, 0x08, 0x0B, 0x07, 0x08, 0x01, 0x04, 0x6D, 0x61, 0x69, 0x6E, 0x00, 0x01, 0x0A,
      0x1B, 0x02, 0x06, 0x00, 0x41, 0x07, 0x24, 0x00, 0x0B, 0x12, 0x00, 0x23, 0x00, 0x24, 0x00,
      0x02, 0x40, 0x1F, 0x40, 0x01, 0x02, 0x00, 0x01, 0x0B, 0x0B, 0x42, 0x00, 0x0B,
    ]
    var options = TranslationOptions()
    options.entries = .raw
    let decoded = try ModuleDecoder.decode(module, features: SpecSuite.Part.exceptions.features)
    try ModuleTranslator.translate(decoded, options: options).module.verify()
  }
}
