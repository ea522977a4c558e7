// Compiles a module that adds two numbers, and runs the program.
import PVM
import PVMVM
import WasmPVM

let text = """
  (module (memory (export "memory") 1)
    (func (export "main") (param $args i32) (param $length i32) (result i64)
      (i32.store (i32.const 0)
        (i32.add (i32.load (local.get $args)) (i32.load offset=4 (local.get $args))))
      (i64.const 0x4_0000_0000)))
  """
let wasm = try TextInput.assemble(Array(text.utf8), name: "sum.wat")
let program = try Compilation.compile(wasm: wasm)
let container = try StandardProgram(decoding: program.file.container)
var machine = try Machine(
  standardProgram: container, arguments: [5, 0, 0, 0, 7, 0, 0, 0], entry: 0, gas: 1_000_000)
let exit = machine.run()
let output = machine.read(address: machine[.a0], count: machine[.a1]) ?? []
print("\(program.file.encoded().count) bytes, \(exit), output \(output)")
