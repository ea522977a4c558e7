import TestSupport
import Testing
import Wasm
import WasmToLLVM

/// Which locals are addresses in a function's frame on the stack in linear memory.
@Suite(.enabled(if: Translation.isAvailable, "no wat2wasm (Debian package wabt)"))
struct FrameLocalsTests {
  /// Modules without an entry point are translated, too.
  private static let options: TranslationOptions = {
    var options = TranslationOptions()
    options.entries = .raw
    return options
  }()

  /// What is found in the function `$f` of a module with a body: global, locals with offsets.
  private func frame(
    _ body: String, _ others: String = ""
  ) throws -> (global: Int, isPassed: Bool, locals: [Int: Int32])? {
    let module = try Translation.decode(
      """
      (module (global $other (mut i64) (i64.const 0)) (global $sp (mut i32) (i32.const 4096))
        (memory 1) \(others)
        (func $f (export "f") (param $p i32) (local $f i32) (local $g i32) (local $c i32) \(body)))
      """)
    let function = try #require(module.exports.first { $0.name == "f" }).index
    return try ModuleTranslator(module, options: Self.options).frames().first {
      $0.function == Int(function)
    }
    .map { frame in
      (
        frame.global, frame.isPassed,
        Dictionary(uniqueKeysWithValues: frame.locals.map { ($0.index, $0.offset) })
      )
    }
  }

  @Test func framesOfUnoptimizedCode() throws {
    let found = try frame(
      """
      (local.set $c (i32.const 48)) (local.set $f (i32.sub (global.get $sp) (local.get $c)))
      (global.set $sp (local.get $f)) (local.set $g (i32.add (local.get $f) (i32.const 16)))
      (i32.store (local.get $f) (local.get $p))
      (global.set $sp (i32.add (local.get $f) (local.get $c)))
      """)
    #expect(found?.global == 1 && found?.isPassed == true)
    #expect(found?.locals == [1: -48, 2: -32])
    let pointer = try frame("(drop (i32.load (local.tee $f (global.get $sp))))")
    #expect(pointer?.locals == [1: 0])
  }

  @Test(arguments: [
    // Assigned again: at the end, in a loop, and a parameter, which the caller assigns.
    "(local.set $f (i32.sub (global.get $sp) (i32.const 8))) (local.set $f (i32.const 1))",
    """
    (local.set $f (i32.sub (global.get $sp) (i32.const 8)))
    (loop $l (local.set $f (i32.const 1)) (br_if $l (local.get $p)))
    """,
    "(local.set $p (i32.sub (global.get $sp) (i32.const 8)))",
    // Not at the beginning.
    "(if (local.get $p) (then (local.set $f (i32.sub (global.get $sp) (i32.const 8)))))",
    "(block (local.set $f (i32.sub (global.get $sp) (i32.const 8))))",
    "(drop (i32.load (i32.const 0))) (local.set $f (i32.sub (global.get $sp) (i32.const 8)))",
    "(call $g) (local.set $f (i32.sub (global.get $sp) (i32.const 8)))",
    // No constant distance.
    "(local.set $f (i32.sub (global.get $sp) (local.get $p)))",
    "(local.set $f (i32.and (global.get $sp) (i32.const -16)))",
    "(local.set $f (i32.sub (i32.const 8) (global.get $sp)))",
    "(local.set $f (i32.const 8))",
    // Another value than that at entry.
    """
    (global.set $sp (i32.const 4096)) (local.set $f (i32.sub (global.get $sp) (i32.const 8)))
    """,
  ])
  func whatIsNoFrame(_ body: String) throws {
    #expect(try frame(body, "(func $g)") == nil, "\(body)")
  }

  /// A function that returns with another pointer has it in the variable, and so have its callers.
  @Test func changedPointersAreInTheVariable() throws {
    let body = "(local.set $f (i32.sub (global.get $sp) (i32.const 8)))"
    let users =
      "(func (export \"a\") (local i32) (global.set $sp (local.tee 0 (global.get $sp))))"
      + "(func (export \"b\") (local i32) (global.set $sp (local.tee 0 (global.get $sp))))"
    let change = "(func $g (global.set $sp (i32.sub (global.get $sp) (i32.const 4))))"
    #expect(try frame(body + "(call $g)", users + change)?.isPassed == false)
    #expect(try frame(body, users + change)?.isPassed == true)
  }

  /// Behind a tail call nothing is certain.
  @Test func tailCallsHaveNoFrames() throws {
    let module = try Translation.decode(
      """
      (module (global $sp (mut i32) (i32.const 4096)) (memory 1) (func $g)
        (func (export "f") (local $f i32)
          (local.set $f (i32.sub (global.get $sp) (i32.const 8))) (return_call $g)))
      """, .tailCall)
    #expect(try ModuleTranslator(module, options: Self.options).frames().isEmpty)
  }
}
