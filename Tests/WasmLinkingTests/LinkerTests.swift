import PVM
import TestSupport
import Testing
import Wasm
import WasmLinking
import WasmPVM

/// What linked modules do when they are compiled and run.
@Suite(.enabled(if: Linking.isAvailable, "needs wat2wasm"))
struct LinkerTests {
  @Test func exportsReplaceImports() throws {
    let main = Linking.main(
      """
      (import "env" "twice" (func $twice (param i64) (result i64)))
      (import "other" "one" (global $one i64))
      """, output: "(i64.add (call $twice (i64.const 20)) (global.get $one))")
    let adapter = """
      (func (export "twice") (param i64) (result i64) (i64.shl (local.get 0) (i64.const 1)))
      (global (export "one") i64 (i64.const 1))
      """
    #expect(try Linking.run(main, adapter) == "41")
  }

  @Test func qualifiedExportsWin() throws {
    let main = Linking.main(
      """
      (import "env" "f" (func $f (result i64)))
      (import "wasi" "f" (func $g (result i64)))
      """, output: "(i64.sub (call $f) (call $g))")
    let first = """
      (func (export "f") (result i64) (i64.const 9))
      (func (export "wasi.f") (result i64) (i64.const 2))
      """
    #expect(try Linking.run(main, first) == "7")
  }

  @Test func adaptersUseTheMainModule() throws {
    let main = Linking.main(
      """
      (import "env" "work" (func $work (result i64)))
      (global (export "counter") (mut i64) (i64.const 5))
      (func (export "square") (param i64) (result i64) (i64.mul (local.get 0) (local.get 0)))
      (type $unary (func (param i64) (result i64)))
      (table (export "table") 2 funcref)
      (elem (i32.const 1) $square)
      (func $square (param i64) (result i64) (i64.mul (local.get 0) (local.get 0)))
      (data (i32.const 64) "\\07")
      """, output: "(call $work)")
    let adapter = """
      (import "main" "memory" (memory 1))
      (import "main" "counter" (global $counter (mut i64)))
      (import "env" "square" (func $square (param i64) (result i64)))
      (import "main" "table" (table $table 2 funcref))
      (type $other (func (param i64 i64) (result i64)))
      (type $unary (func (param i64) (result i64)))
      (data (i32.const 65) "\\03\\02")
      (func (export "work") (result i64)
        (global.set $counter (call $square (global.get $counter)))
        (i64.add (global.get $counter)
          (call_indirect $table (type $unary)
            (i64.add (i64.load8_u (i32.const 64)) (i64.load8_u (i32.const 65)))
            (i32.const 1))))
      """
    #expect(try Linking.run(main, adapter) == "125")
  }

  @Test func anImportedMemoryIsTheMainModules() throws {
    let main = """
      (import "env" "store" (func $store))
      (memory 1)
      (func (export "main") (param i32 i32) (result i64)
        (call $store) (i64.const 0x8_0000_0000))
      """
    let adapter = """
      (import "env" "whatever" (memory 0))
      (func (export "store") (i64.store (i32.const 0) (i64.const 77)))
      """
    #expect(try Linking.run(main, adapter) == "77")
  }

  @Test func aMainModuleMayImportItsMemory() throws {
    let main = """
      (import "env" "memory" (memory 1))
      (func (export "main") (param i32 i32) (result i64) (i64.const 0x8_0000_0004))
      """
    let adapter = "(memory (export \"memory\") 2) (data (i32.const 4) \"\\2a\")"
    #expect(try Linking.run(main, adapter) == "42")
  }

  @Test func anAdaptersMemoryIsItsOwn() throws {
    let main = Linking.main(
      """
      (import "env" "sum" (func $sum (param i32) (result i64)))
      (data (i32.const 64) "\\01")
      """, output: "(i64.add (call $sum (i32.const 64)) (i64.load8_u (i32.const 64)))")
    let adapter = """
      (import "main" "memory" (memory $main 1))
      (memory $own 1 3)
      (data (memory $own) (i32.const 64) "\\10\\20")
      (func (export "sum") (param i32) (result i64)
        (drop (memory.grow $own (i32.const 1)))
        (memory.copy $own $main (i32.const 0x10000) (local.get 0) (i32.const 1))
        (i64.add
          (i64.mul (i64.extend_i32_u (memory.size $own)) (i64.const 1000))
          (i64.add (i64.load16_u $own (local.get 0)) (i64.load $own (i32.const 0x10000)))))
      """
    #expect(try Linking.run(main, adapter) == "\(2000 + 0x2010 + 1 + 1)")
    let beyond = """
      (memory $own 1)
      (func (export "sum") (param i32) (result i64) (i64.load (i32.const 65529)))
      """
    #expect(try Linking.run(main, beyond) == "panic")
  }

  @Test func theMainModulesMemoryIsTheFirst() throws {
    let main = """
      (import "env" "memory" (memory 1))
      (import "env" "f" (func $f (result i64)))
      (func (export "main") (param i32 i32) (result i64)
        (i64.store (i32.const 8) (call $f)) (i64.const 0x8_0000_0008))
      """
    let own = """
      (memory 1) (data (i32.const 8) "\\05")
      (func (export "f") (result i64) (i64.load8_u (i32.const 8)))
      """
    #expect(try Linking.run(main, own, "(memory (export \"memory\") 1)") == "5")
  }

  @Test func adaptersUseEachOther() throws {
    let main = Linking.main(
      "(import \"env\" \"f\" (func $f (result i64)))", output: "(call $f)")
    let first = """
      (import "env" "g" (func $g (param i64) (result i64)))
      (func (export "f") (result i64) (call $g (i64.const 3)))
      (func (export "base") (result i64) (i64.const 100))
      """
    let second = """
      (import "env" "base" (func $base (result i64)))
      (func (export "g") (param i64) (result i64) (i64.add (local.get 0) (call $base)))
      """
    #expect(try Linking.run(main, first, second) == "103")
    #expect(try Linking.run(main, second, first) == "103")
  }

  @Test func importsGoOnToTheirDefinition() throws {
    // main.f is a.f, which is what a imports as b.g, which is what b imports as main.h.
    let main = Linking.main(
      """
      (import "env" "f" (func $f (result i64)))
      (func (export "h") (result i64) (i64.const 8))
      """, output: "(call $f)")
    let first = "(import \"env\" \"g\" (func $g (result i64))) (export \"f\" (func $g))"
    let second = "(import \"main\" \"h\" (func $h (result i64))) (export \"g\" (func $h))"
    #expect(try Linking.run(main, first, second) == "8")
  }

  @Test func anAdapterMayWrapWhatItReplaces() throws {
    // The adapter's own import of the same name is the conventional one.
    let main = Linking.main(
      "(import \"env\" \"pvm_ptr\" (func $pointer (param i64) (result i64)))",
      output: "(i64.sub (call $pointer (i64.const 30)) (call $pointer (i64.const 10)))")
    let adapter = """
      (import "env" "pvm_ptr" (func $pointer (param i64) (result i64)))
      (func (export "pvm_ptr") (param i64) (result i64)
        (call $pointer (i64.mul (local.get 0) (i64.const 2))))
      """
    #expect(try Linking.run(main, adapter) == "40")
  }

  @Test func startFunctionsRunInOrder() throws {
    let main = Linking.main(
      """
      (import "env" "digit" (func $digit (param i64)))
      (global $number (export "number") (mut i64) (i64.const 0))
      (func $start (call $digit (i64.const 3)))
      (start $start)
      """, output: "(global.get $number)")
    let digits = """
      (import "main" "number" (global $number (mut i64)))
      (func $digit (export "digit") (param i64)
        (global.set $number
          (i64.add (i64.mul (global.get $number) (i64.const 10)) (local.get 0))))
      (func $start (call $digit (i64.const 1)))
      (start $start)
      """
    let other = """
      (import "env" "digit" (func $digit (param i64)))
      (func $start (call $digit (i64.const 2)))
      (start $start)
      """
    #expect(try Linking.run(main, digits, other) == "123")
    #expect(try Linking.run(main, other, digits) == "213")
  }

  @Test func segmentsOfAdaptersComeLater() throws {
    let main = Linking.main(
      "(data (i32.const 8) \"\\01\\01\\01\")", output: "(i64.load (i32.const 8))")
    let adapter = """
      (import "main" "memory" (memory 1))
      (global $offset i32 (i32.const 8))
      (data (i32.const 9) "\\02")
      """
    #expect(try Linking.run(main, adapter) == "\(0x01_0201)")
  }

  @Test func offsetsAndInitialValuesFollowGlobals() throws {
    let main = Linking.main(
      """
      (import "env" "base" (global $base i32))
      (import "env" "f" (global $f funcref))
      (table 1 funcref)
      (func (export "seven") (result i64) (i64.const 7))
      (data (global.get $base) "\\05")
      """,
      output: """
        (block (result i64)
          (table.set 0 (i32.const 0) (global.get $f))
          (i64.add (i64.load (i32.const 24)) (call_indirect (result i64) (i32.const 0))))
        """)
    let adapter = """
      (import "main" "seven" (func $seven (result i64)))
      (import "env" "start" (global $start i32))
      (global (export "base") i32 (global.get $start))
      (global (export "f") funcref (ref.func $seven))
      """
    let other = "(global (export \"start\") i32 (i32.const 24))"
    #expect(try Linking.run(main, adapter, other) == "12")
  }

  @Test func passiveSegmentsKeepTheirNumbers() throws {
    let main = Linking.main(
      """
      (import "env" "f" (func $f (result i64)))
      (data $d "\\01\\02")
      (table $t 1 funcref)
      (elem $e func $one)
      (func $one (result i64) (i64.const 1))
      """,
      output: """
        (block (result i64)
          (memory.init $d (i32.const 16) (i32.const 1) (i32.const 1))
          (data.drop $d)
          (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1))
          (i64.add (i64.load (i32.const 16))
            (i64.add (call_indirect $t (result i64) (i32.const 0)) (call $f))))
        """)
    let adapter = """
      (import "env" "memory" (memory 1))
      (data $d "\\10\\20\\30")
      (table $t 4 funcref)
      (elem $e func $two)
      (func $two (result i64) (i64.const 0x100))
      (func (export "f") (result i64)
        (memory.init $d (i32.const 32) (i32.const 2) (i32.const 1))
        (data.drop $d)
        (table.init $t $e (i32.const 3) (i32.const 0) (i32.const 1))
        (elem.drop $e)
        (table.copy $t $t (i32.const 0) (i32.const 3) (i32.const 1))
        (i64.add (i64.load (i32.const 32)) (call_indirect $t (result i64) (i32.const 0))))
      """
    #expect(try Linking.run(main, adapter) == "\(2 + 1 + 0x30 + 0x100)")
  }

  @Test func referencesToWhatIsNoLongerExportedStayDeclared() throws {
    let main = Linking.main(
      "(import \"env\" \"f\" (func $f (result i64)))", output: "(call $f)")
    let adapter = """
      (table $t 1 funcref)
      (func $g (export "g") (result i64) (i64.const 6))
      (func (export "f") (result i64)
        (table.set 0 (i32.const 0) (ref.func $g)) (call_indirect (result i64) (i32.const 0)))
      """
    #expect(try Linking.run(main, adapter) == "6")
  }

  @Test func blocksKeepTheirTypes() throws {
    let main = Linking.main(
      """
      (type $a (func (param i32) (result i64)))
      (import "env" "f" (func $f (param i64 i64) (result i64 i64)))
      """, output: "(i64.sub (call $f (i64.const 5) (i64.const 8)))")
    let adapter = """
      (type $x (func (result f32)))
      (func (export "f") (param i64 i64) (result i64 i64)
        (local.get 0) (local.get 1)
        (block (param i64 i64) (result i64 i64)
          (loop (param i64 i64) (result i64 i64)
            (if (param i64 i64) (result i64 i64) (i32.const 1)
              (then (i64.const 10) (i64.mul))
              (else (unreachable))))))
      """
    // 5 - 8 * 10, modulo 2^64.
    #expect(try Linking.run(main, adapter) == "\(UInt64(bitPattern: 5 - 80))")
  }

  @Test func unusedImportsOfAdaptersDoNoHarm() throws {
    let main = Linking.main(
      "(import \"env\" \"f\" (func $f (result i64)))", output: "(call $f)")
    let adapter = """
      (import "env" "unknown" (func $unknown))
      (func (export "f") (result i64) (i64.const 1))
      (func (export "g") (call $unknown))
      """
    #expect(try Linking.run(main, adapter) == "1")
  }
}
