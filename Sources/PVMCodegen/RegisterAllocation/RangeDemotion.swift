import PVM
internal import Support

/// Keeps values in the frame that are live in so many blocks that sets of live values would grow with the square of the function.
///
/// Allocation, and what comes before it, keeps for each block the values that are live there. With thousands of values live through
/// thousands of blocks that takes gigabytes, and nearly all of them would be in memory anyway. Such values are stored where they are
/// made, in a frame object, and loaded in each block that uses them; what blocks receive as parameters goes through the frame, too.
///
/// Functions within the limit stay as they are. Cost: linear in the limit and in the size of the function.
package enum RangeDemotion {
  /// What may be live where.
  package struct Limits: Sendable {
    /// How many live values blocks may have together, for each block and each virtual register.
    var valuesPerPlace: Int
    /// The same for small functions.
    var smallestLimit: Int
    /// In how many blocks a value may be live that keeps its register where the rest is not kept.
    var maximumBlocks: Int

    /// What programs are compiled with.
    package static let standard = Limits(
      valuesPerPlace: 16, smallestLimit: 200_000, maximumBlocks: 64)
    /// Nothing may be live in more than one block. For tests.
    package static let exhausted = Limits(valuesPerPlace: 0, smallestLimit: 0, maximumBlocks: 1)
  }

  /// Changes a function in SSA form if it is beyond the limit; says whether it was.
  @discardableResult
  package static func run(
    _ function: inout MachineFunction, limits: Limits = .standard
  ) -> Bool {
    let graph = ControlFlowGraph(function)
    let limit = max(
      limits.smallestLimit,
      limits.valuesPerPlace * (graph.blockCount + function.virtualRegisterCount))
    let long = Liveness.longRanges(
      function, graph, limit: limit, blocks: limits.maximumBlocks)
    if long.isEmpty { return false }
    var isDemoted = RegisterTable<Bool>(repeating: false, count: function.virtualRegisterCount)
    for register in long { isDemoted[register] = true }
    // Few, and what they contain at the end is fixed.
    for parameter in function.parameters where parameter.value.isVirtual {
      isDemoted[parameter.value.virtual] = false
    }
    var demotion = Demotion(isDemoted, object: Int32(function.frameObjects.count))
    demotion.passInMemory(&function, graph)
    for block in graph.reversePostorder { demotion.rewrite(block, &function) }
    if demotion.slotCount > 0 { function.frameObjects.append(8 * Int(demotion.slotCount)) }
    return true
  }

  /// The work on one function.
  private struct Demotion {
    /// Whether each virtual register is kept in the frame; those made on the way are not.
    let isDemoted: RegisterTable<Bool>
    /// The frame object.
    let object: Int32
    /// How many values it has room for.
    private(set) var slotCount: Int32 = 0
    /// The place of each register, or -1.
    private var slots: RegisterTable<Int32>
    /// The instruction that makes each register, where it may be made again anywhere.
    private var constants: [VirtualRegister: MachineInstruction] = [:]
    /// For each register, the block in which `current` stands for it.
    private var currentBlock: RegisterTable<BlockID>
    /// What stands for each register in that block.
    private var current: RegisterTable<MachineRegister>

    /// Starts with nothing in the frame.
    init(_ isDemoted: RegisterTable<Bool>, object: Int32) {
      self.isDemoted = isDemoted
      self.object = object
      slots = RegisterTable(repeating: -1, count: isDemoted.count)
      currentBlock = RegisterTable(repeating: .none, count: isDemoted.count)
      current = RegisterTable(repeating: .none, count: isDemoted.count)
    }

    /// A place in the frame.
    private mutating func makeSlot() -> Int32 {
      defer { slotCount += 1 }
      return slotCount
    }

    /// Whether a register is kept in the frame.
    private func isDemoted(_ register: MachineRegister) -> Bool {
      register.isVirtual && register.virtual < isDemoted.endIndex
        && isDemoted[register.virtual]
    }

    /// The instructions that store a register.
    private func store(
      _ register: MachineRegister, to slot: Int32, _ function: inout MachineFunction
    ) -> [MachineInstruction] {
      let address = function.makeVirtualRegister()
      return [
        MachineInstruction(.frameAddress, def: address, x: 8 * Int64(slot), y: object),
        MachineInstruction(.storeIndU64, register, address).for(.spillStore),
      ]
    }

    /// The instructions that load a register.
    private func load(
      _ register: MachineRegister, from slot: Int32, _ function: inout MachineFunction
    ) -> [MachineInstruction] {
      let address = function.makeVirtualRegister()
      return [
        MachineInstruction(.frameAddress, def: address, x: 8 * Int64(slot), y: object),
        MachineInstruction(.loadIndU64, def: register, address).for(.spillLoad),
      ]
    }

    /// Takes parameters that are kept in the frame away from blocks: who jumps there stores them.
    mutating func passInMemory(_ function: inout MachineFunction, _ graph: ControlFlowGraph) {
      for block in graph.reversePostorder {
        let parameters = function.blocks[block].parameters
        guard parameters.contains(where: { isDemoted($0) }) else { continue }
        let edges = graph.incoming(block)
        // Two ways from one block may bring different values.
        guard Set(edges.map(\.source)).count == edges.count else { continue }
        var loads: [MachineInstruction] = []
        var places: [(position: Int, slot: Int32)] = []
        for (position, parameter) in parameters.enumerated() where isDemoted(parameter) {
          let slot = makeSlot()
          places.append((position, slot))
          loads += load(parameter, from: slot, &function)
        }
        for edge in edges {
          let source = edge.source
          let arguments = function.blocks[source].successors[edge.position].arguments
          var stores: [MachineInstruction] = []
          for (position, slot) in places {
            stores += store(arguments[position], to: slot, &function)
          }
          let end = function.blocks[source].instructions.count - 1
          function.blocks[source].instructions.insert(contentsOf: stores, at: end)
          function.blocks[source].successors[edge.position].arguments = kept(
            arguments, parameters)
        }
        function.blocks[block].parameters = kept(parameters, parameters)
        function.blocks[block].instructions.insert(contentsOf: loads, at: 0)
      }
    }

    /// The values whose parameters are not kept in the frame.
    private func kept(
      _ values: [MachineRegister], _ parameters: [MachineRegister]
    ) -> [MachineRegister] {
      zip(values, parameters).filter { !isDemoted($0.1) }.map(\.0)
    }

    /// Puts the stores behind definitions in a block and the loads in front of first uses.
    mutating func rewrite(_ block: BlockID, _ function: inout MachineFunction) {
      let old = function.blocks[block].instructions
      var new: [MachineInstruction] = []
      new.reserveCapacity(old.count)
      for parameter in function.blocks[block].parameters {
        define(parameter, in: block, &new, &function)
      }
      for (position, instruction) in old.enumerated() {
        var instruction = instruction
        use(&instruction.s1, in: block, &new, &function)
        use(&instruction.s2, in: block, &new, &function)
        use(&instruction.s3, in: block, &new, &function)
        if instruction.hasCallDescription {
          let call = instruction.call
          for index in function.calls[call].arguments.indices {
            var value = function.calls[call].arguments[index].value
            use(&value, in: block, &new, &function)
            function.calls[call].arguments[index].value = value
          }
        }
        if position == old.count - 1 {
          for edge in function.blocks[block].successors.indices {
            for index in function.blocks[block].successors[edge].arguments.indices {
              var value = function.blocks[block].successors[edge].arguments[index]
              use(&value, in: block, &new, &function)
              function.blocks[block].successors[edge].arguments[index] = value
            }
          }
        }
        new.append(instruction)
        if instruction.isRematerializable, isDemoted(instruction.def) {
          constants[instruction.def.virtual] = instruction
          note(instruction.def, in: block, as: instruction.def)
        } else {
          define(instruction.def, in: block, &new, &function)
        }
        for result in function.results(of: instruction) {
          define(result.value, in: block, &new, &function)
        }
      }
      function.blocks[block].instructions = new
    }

    /// Notes what stands for a register in a block.
    private mutating func note(
      _ register: MachineRegister, in block: BlockID, as name: MachineRegister
    ) {
      currentBlock[register.virtual] = block
      current[register.virtual] = name
    }

    /// Stores what has just been made.
    private mutating func define(
      _ register: MachineRegister, in block: BlockID, _ new: inout [MachineInstruction],
      _ function: inout MachineFunction
    ) {
      guard isDemoted(register) else { return }
      if slots[register.virtual] < 0 { slots[register.virtual] = makeSlot() }
      new += store(register, to: slots[register.virtual], &function)
      note(register, in: block, as: register)
    }

    /// Loads what is about to be used, unless that has been done in this block.
    private mutating func use(
      _ register: inout MachineRegister, in block: BlockID, _ new: inout [MachineInstruction],
      _ function: inout MachineFunction
    ) {
      guard isDemoted(register) else { return }
      let index = register.virtual
      if currentBlock[index] != block {
        let fresh = function.makeVirtualRegister()
        if var constant = constants[index] {
          constant.def = fresh
          new.append(constant)
        } else {
          if slots[index] < 0 { slots[index] = makeSlot() }
          new += load(fresh, from: slots[index], &function)
        }
        note(register, in: block, as: fresh)
      }
      register = current[index]
    }
  }
}
