import PVM
import PVMDebugger
import PVMVM
import TestSupport
import Testing

/// Where functions, lines and offsets begin.
@Suite struct LocationTests {
  @Test(arguments: [
    ("f12.add", "add"), ("f0.a.b", "a.b"), ("entry.0.main", "entry.0.main"), ("f.add", "f.add"),
    ("f12.", "f12."), ("f12", "f12"), ("fast", "fast"), ("f1x.add", "f1x.add"),
  ])
  func functionsAreNamedAsInTheirModule(_ name: String, _ expected: String) throws {
    var symbols = SymbolMap()
    try symbols.append(SymbolMap.Function(name: Array(name.utf8), range: 0..<4))
    #expect(LocationTable(symbols: symbols).functions.map(\.name) == [expected])
  }

  /// Instructions that come from nowhere belong to what is around them.
  @Test func inlinedFunctionsBeginOnce() throws {
    let program = try LoadedProgram(
      Assembler.assemble(Array(repeating: "  move_reg r7, r8", count: 6).joined(separator: "\n")))
    let machine = ReplayMachine(copying: Machine(program: program, gas: 10))
    var table = LocationTable()
    table.files = ["a.c"]
    table.functions = [LocationTable.Function(name: "f0", range: 0..<program.blob.code.count)]
    let outer = LocationTable.Frame(function: "outer", file: 0, line: 2)
    let inner = LocationTable.Frame(function: "inner", file: 0, line: 1)
    table.setPositions(
      [
        LocationTable.Position(offset: 10, frames: [outer]),
        LocationTable.Position(offset: 20, frames: [inner, outer]),
      ], ofInstructions: [-1, 0, 1, -1, 1, 0])
    let session = DebugSession(
      Timeline(machine, host: HandlerService(TestHost())), locations: table)
    let pcs = session.program.pcs
    for (text, numbers) in [
      ("inner", [2]), ("outer", [0]), ("f0", [0]), ("a.c:1", [2]), ("a.c:2", [1]),
      ("wasm:20", [2]), ("*\(pcs[3])", [3]),
    ] as [(String, [Int])] {
      guard case .code(let found) = try session.place(text).place else {
        Issue.record("\(text)")
        continue
      }
      #expect(found == numbers, "\(text)")
    }
  }
}
