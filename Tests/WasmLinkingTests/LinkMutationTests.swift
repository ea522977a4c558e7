import Support
import TestSupport
import Testing
import Wasm
import WasmLinking

/// Damaged modules are linked or rejected; the linker never crashes, hangs or makes an invalid module.
@Suite(.enabled(if: Linking.isAvailable, "needs wat2wasm"))
struct LinkMutationTests {
  /// Modules that use each other in all ways that there are. Names are one letter, so that damage makes others of them.
  static let texts = [
    """
    (import "e" "a" (func $a (param i32) (result i32)))
    (import "e" "b" (global $b i32))
    (import "e" "c" (func $c))
    (memory (export "m") 1)
    (table (export "t") 3 funcref)
    (global (export "g") (mut i32) (global.get $b))
    (func $f (export "f") (result i32) (call $a (i32.const 1)))
    (func $s (call $c))
    (elem (i32.const 0) $f $s)
    (data (global.get $b) "xyz")
    (start $s)
    """,
    """
    (import "main" "m" (memory 1))
    (import "main" "f" (func $f (result i32)))
    (import "e" "d" (func $d (result i32 i32)))
    (global (export "b") i32 (i32.const 3))
    (func (export "a") (param i32) (result i32)
      (block (param) (result i32 i32) (call $d)) (i32.add)
      (i32.load offset=3 (i32.const 5)) (i32.add))
    (data "abc") (data (i32.const 1) "d")
    (func $s (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1)) (data.drop 0))
    (start $s)
    """,
    """
    (import "main" "t" (table 1 funcref))
    (import "main" "g" (global $g (mut i32)))
    (import "e" "a" (func $a (param i32) (result i32)))
    (export "x" (func $a))
    (func $c (export "c") (global.set $g (i32.const 1)) (drop (table.get 0 (i32.const 0))))
    (func (export "d") (result i32 i32)
      (table.set 0 (i32.const 1) (ref.func $c)) (i32.const 1) (i32.const 2))
    (elem $e func $c $c) (elem (i32.const 1) $c) (elem declare func $a)
    (func (export "y") (table.init $e (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $e)
      (drop (call_indirect (result i32) (i32.const 0))))
    """,
  ]

  /// A copy with some damage behind the header.
  static func mutate(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let index = Int.random(in: 8..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[index] = UInt8.random(in: 0...4, using: &random)
      case 2: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 3:
        // Another name, perhaps that of something else.
        if (0x61...0x7A).contains(bytes[index]) {
          bytes[index] = UInt8.random(in: 0x61...0x67, using: &random)
        }
      default: bytes[index] = bytes[Int.random(in: 8..<bytes.count, using: &random)]
      }
    }
    return bytes
  }

  /// Ten thousand links with one damaged module each.
  @Test(arguments: 0..<4)
  func mutatedModules(_ part: Int) throws {
    var random = SeededRandom(seed: UInt64(part))
    let seeds = try Self.texts.map(Linking.assemble)
    var linkedCount = 0
    var codes: Set<String> = []
    for _ in 0..<2_500 {
      var modules = seeds
      let victim = Int.random(in: 0..<modules.count, using: &random)
      modules[victim] = Self.mutate(modules[victim], &random)
      do {
        let inputs = try modules.enumerated().map {
          try LinkInput(name: "\($0)", bytes: $1, features: .all)
        }
        let linked = try Linker.link(
          main: inputs[0], adapters: Array(inputs.dropFirst()), features: .all)
        linkedCount += 1
        #expect(linked.module.exports.count == inputs[0].module.exports.count)
      } catch let error as LinkError {
        codes.insert(error.code)
        #expect(error.errorClass != .internal, "\(error): \(modules)")
      }
    }
    #expect((100..<2_400).contains(linkedCount), "\(linkedCount)")
    #expect(codes.isSuperset(of: ["K001", "K003"]), "\(codes)")
  }
}
