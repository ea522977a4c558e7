import PVM
import PVMCodegen
import Support
import Testing

/// The one way to visit operands: every register that is read or defined is visited, calls and edges included.
@Suite struct MachineOperandsTests {
  /// A function with operands of every kind.
  private static let text = """
    function @0 "f" selected {
      parameters v0:r0, v1:r7
    b0:
      v2 = add_32 v1, v1
      v3 = cmov_iz v2, v1, v2
      call @1 (v3:r7, v2:r8) -> (v4:r7) clobbers r0
      branch_lt_u v4, v3, b1(v2, v4), b2
    b1(v5, v6):
      store_ind_u32 v5, v6, 4
      jump b2
    b2:
      ret v0 (v3:r7)
    }
    """

  /// The function.
  private func function() throws -> MachineFunction {
    try #require(try MachineParser.parse(Self.text).first)
  }

  /// The registers, which are virtual.
  private func numbers(_ visit: ((MachineRegister) -> Void) -> Void) -> [VirtualRegister] {
    var result: [VirtualRegister] = []
    visit { result.append($0.virtual) }
    return result
  }

  @Test func usesAndDefinitionsAreVisitedInOrder() throws {
    let function = try function()
    let block = function.blocks[0]
    let uses = block.instructions.map { instruction in
      numbers { function.forEachUse(of: instruction, $0) }
    }
    #expect(uses == [[1, 1], [2, 1, 2], [3, 2], [4, 3]])
    let definitions = block.instructions.map { instruction in
      numbers { function.forEachDefinition(of: instruction, $0) }
    }
    #expect(definitions == [[2], [3], [4], []])
    #expect(numbers { block.forEachEdgeArgument($0) } == [2, 4])
    let store = function.blocks[1].instructions[0]
    #expect(numbers { function.forEachUse(of: store, $0) } == [5, 6])
    #expect(numbers { function.forEachDefinition(of: store, $0) } == [])
    let last = try #require(function.blocks[2].instructions.last)
    #expect(numbers { function.forEachUse(of: last, $0) } == [0, 3])
    #expect(function.callee(of: block.instructions[2]) == .direct(1))
    #expect(function.callee(of: last) == .none)
    #expect(function.arguments(of: store).isEmpty && function.results(of: store).isEmpty)
  }

  @Test func usesAreReplaced() throws {
    var function = try function()
    let old = function
    func seven(_ register: MachineRegister) -> MachineRegister {
      register.virtual == 2 ? MachineRegister(virtual: 7) : register
    }
    function.mapUses(in: 0, seven)
    let text = MachinePrinter.text(function)
    #expect(text.contains("v2 = add_32 v1, v1"))
    #expect(text.contains("v3 = cmov_iz v7, v1, v7"))
    #expect(text.contains("(v3:r7, v7:r8)"))
    #expect(text.contains("b1(v7, v4)"))
    function = old
    function.mapUses(ofInstruction: 2, in: 0, seven)
    #expect(function.blocks == old.blocks)
    #expect(function.calls[0].arguments.map(\.value.virtual) == [3, 7])
  }

  @Test func allOperandsAreReplaced() throws {
    var function = try function()
    function.mapOperands { MachineRegister(virtual: $0.virtual.advanced(by: 10)) }
    function.virtualRegisterCount += 10
    let shifted = MachinePrinter.text(function)
    #expect(!(0..<10).contains { shifted.contains("v\($0) ") || shifted.contains("v\($0),") })
    function.mapOperands { MachineRegister(virtual: $0.virtual.advanced(by: -10)) }
    function.virtualRegisterCount -= 10
    #expect(function == (try self.function()))
  }
}
