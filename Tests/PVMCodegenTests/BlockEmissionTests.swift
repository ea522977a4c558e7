import PVM
import PVMCodegen
import Support
import Testing

/// Blocks that are made from their ends, and divided.
@Suite struct BlockEmissionTests {
  /// A register by number.
  private func register(_ number: VirtualRegister) -> MachineRegister {
    MachineRegister(virtual: number)
  }

  /// A function with empty blocks.
  private func function(blocks count: Int) -> MachineFunction {
    var function = MachineFunction(name: "f", index: 0)
    function.blocks = BlockTable(repeating: MachineBlock(), count: count)
    function.virtualRegisterCount = 10
    return function
  }

  /// The text of a block's instructions and edges.
  private func text(_ block: BlockID, of function: MachineFunction) -> [String] {
    function.blocks[block].instructions.map {
      MachinePrinter.text($0, in: function, function.blocks[block])
    }
  }

  @Test func instructionsAreInOrder() {
    var emission = BlockEmission()
    emission.start(0)
    emission.pending = [
      MachineInstruction(.add32, def: register(2), register(0), register(1)),
      MachineInstruction(.ret, register(2)),
    ]
    emission.flush()
    emission.share(7, in: register(1))
    #expect(emission.constant(7) == register(1))
    emission.pending = [MachineInstruction(.mulImm32, def: register(0), register(3), x: 5)]
    emission.loadConstants()
    let opcodes = emission.finish().map(\.opcode)
    // What is pending is moved when the block is finished: in front of constants, which are needed from the start.
    #expect(opcodes == [MachineOpcode(.mulImm32), .loadConstant, MachineOpcode(.add32), .ret])
  }

  @Test func whatIsEmittedBecomesABlock() {
    var function = function(blocks: 2)
    function.blocks[0].successors = [MachineEdge(1)]
    var emission = BlockEmission()
    emission.start(0)
    emission.pending = [
      MachineInstruction(.addImm32, def: register(3), register(2), x: 1), MachineInstruction(.jump),
    ]
    let rest = emission.cut(register(2), in: &function)
    #expect(rest == 2 && emission.cuts == 1 && emission.pending.isEmpty)
    #expect(function.blocks[rest].parameters == [register(2)])
    #expect(text(rest, of: function) == ["v3 = add_imm_32 v2, 1", "jump b1"])
    // Without instructions an edge is enough, with some they have a block.
    let direct = emission.way(to: rest, with: register(4), in: &function)
    #expect(direct == MachineEdge(rest, [register(4)]))
    emission.pending = [MachineInstruction(.mul32, def: register(6), register(4), register(5))]
    let way = emission.way(to: rest, with: register(6), in: &function)
    #expect(way == MachineEdge(3) && emission.pending.isEmpty)
    #expect(text(3, of: function) == ["v6 = mul_32 v4, v5", "jump b2(v6)"])
    emission.end(
      with: MachineInstruction(.branchNeImm, register(7), x: 0), [way, direct], in: &function)
    function.blocks[0].instructions = emission.finish()
    #expect(text(0, of: function) == ["branch_ne_imm v7, 0, b3, b2(v4)"])
  }

  @Test func addedBlocksHaveThePositionOfTheInstruction() {
    var function = function(blocks: 1)
    var emission = BlockEmission()
    emission.start(0)
    emission.position = CodePosition(number: 9)
    var known = MachineInstruction(.trap)
    known.position = CodePosition(number: 4)
    let block = emission.addBlock([MachineInstruction(.jump), known], [], to: &function)
    #expect(function.blocks[block].instructions.map(\.position.number) == [9, 4])
  }

  @Test func blocksAreDividedSoOftenAndNoMore() {
    var function = function(blocks: 1)
    var emission = BlockEmission()
    emission.start(0)
    var cuts = 0
    while emission.canBeCut, cuts < 100 {
      _ = emission.cut(register(0), in: &function)
      cuts += 1
    }
    #expect(cuts == 32)
    emission.start(0)
    #expect(emission.canBeCut)
  }
}
