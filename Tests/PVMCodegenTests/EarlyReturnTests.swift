import LLVM
import LoweringABI
import PVM
import PVMCodegen
import PVMVM
import Testing

/// Paths that leave a function before its calls: they pay for nothing that calls need.
@Suite struct EarlyReturnTests {
  /// Counts the nodes of a tree, as binary_trees does: half of the calls are for leaves.
  private static let text = """
    @memory = external global [0 x i8]
    define i64 @f(i64 %p, i64 %unused) {
      %q = trunc i64 %p to i32
      %r = call i32 @count(i32 %q)
      %s = zext i32 %r to i64
      ret i64 %s
    }
    define internal i32 @count(i32 %p) noinline {
      %a = getelementptr i8, ptr @memory, i32 %p
      %left = load i32, ptr %a
      %leaf = icmp eq i32 %left, 0
      br i1 %leaf, label %end, label %inner
    inner:
      %x = call i32 @count(i32 %left)
      %b = getelementptr i8, ptr %a, i32 4
      %right = load i32, ptr %b
      %y = call i32 @count(i32 %right)
      %c = getelementptr i8, ptr %a, i32 8
      %weight = load i32, ptr %c
      %s = add i32 %x, %y
      %t = add i32 %s, %weight
      br label %end
    end:
      %n = phi i32 [ 1, %0 ], [ %t, %inner ]
      ret i32 %n
    }
    """

  /// Runs the program on a tree of a depth and returns the result and the gas.
  private func run(depth: Int, disabled: Set<CodegenPass>) throws -> (UInt64, Int64) {
    var options = CodegenOptions()
    options.checks = true
    options.disabled = disabled
    var interface = ModuleInterface()
    interface.entries = [EntryPoint(name: "f", convention: .raw, symbol: "f")]
    interface.mappedPages = 1
    // Node i at 16 * i, its children at 2 * i and 2 * i + 1; leaves have zeros.
    var bytes = [UInt8](repeating: 0, count: 16 << depth)
    for node in 1..<(1 << (depth - 1)) {
      for (offset, value) in [(0, 32 * node), (4, 32 * node + 16), (8, 1)] {
        bytes[16 * node + offset] = UInt8(value & 0xFF)
        bytes[16 * node + offset + 1] = UInt8(value >> 8)
      }
    }
    interface.memoryImage = MemoryImage(segments: [(0, bytes[...])])
    options.startUpPrice = nil
    let module = try Module(parsing: Self.text)
    var codegen = try Codegen(module, interface: interface, options: options)
    _ = try codegen.generate()
    let program = try codegen.link().program
    var machine = try Machine(standardProgram: program, gas: 100_000)
    machine[.a0] = 16
    #expect(machine.run() == .halt)
    return (machine[.a0], 100_000 - machine.gas)
  }

  @Test(arguments: 1...7)
  func treesAreCountedRightEitherWay(_ depth: Int) throws {
    let nodes = UInt64(1 << depth) - 1
    #expect(try run(depth: depth, disabled: []).0 == nodes)
    #expect(try run(depth: depth, disabled: [.earlyReturns]).0 == nodes)
  }
}
