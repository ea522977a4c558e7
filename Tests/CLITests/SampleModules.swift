/// WebAssembly text modules for tests of the compiler's options.
enum SampleModules {
  /// Adds two 32-bit arguments; `main2` subtracts them; both put the result at address 16.
  static let arithmetic = """
    (module
      (memory (export "memory") 1)
      (func $store (param $value i32) (result i64)
        (i32.store (i32.const 16) (local.get $value))
        (i64.const 0x4_0000_0010))
      (func (export "main") (param $args i32) (param $len i32) (result i64)
        (call $store
          (i32.add (i32.load (local.get $args)) (i32.load offset=4 (local.get $args)))))
      (func (export "main2") (param $args i32) (param $len i32) (result i64)
        (call $store
          (i32.sub (i32.load (local.get $args)) (i32.load offset=4 (local.get $args))))))
    """

  /// A function body between the usual frame: `main` stores what it leaves, 64 bits, at address 0.
  static func main(_ body: String, imports: String = "", memory: String = "1") -> String {
    """
    (module
      \(imports)
      (memory (export "memory") \(memory))
      (func (export "main") (param $args i32) (param $len i32) (result i64)
        (i64.store (i32.const 0) \(body))
        (i64.const 0x8_0000_0000)))
    """
  }
}
