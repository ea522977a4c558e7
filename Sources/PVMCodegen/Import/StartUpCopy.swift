internal import PVM
internal import Support

/// What an entry point does to the linear memory before anything else: puts contents into their place, or claims pages.
package struct StartUpCopy: Sendable {
  /// How it is done.
  package enum Method: Sendable {
    /// Stores of constants: address, size in bytes, value.
    case stores([(address: Int64, bytes: Int, value: Int32)])
    /// A loop from one address to another.
    case loop(source: Int64, destination: Int64, words: Int, unrolling: Int)
    /// Growth of the heap by so many bytes, or a trap.
    case claim(bytes: Int)
    /// Growth of the heap up to a page by the host call with this index, or a trap.
    case hostClaim(page: Int, call: UInt32)
  }

  /// How it is done.
  package var method: Method

  /// Creates a copy.
  package init(method: Method) { self.method = method }

  /// Puts the code for all copies in front of an entry point.
  ///
  /// - Requires: phase `selected`.
  static func insert(_ copies: [StartUpCopy], into function: inout MachineFunction) {
    var blocks = [MachineBlock()]
    for copy in copies {
      switch copy.method {
      case .stores(let stores):
        blocks[blocks.count - 1].instructions += stores.map { store in
          MachineInstruction(
            store.bytes == 8 ? .storeImmU64 : .storeImmU32,
            x: ConstantForm.address(store.address), y: store.value)
        }
      case .loop(let source, let destination, let words, let unrolling):
        let code = loop(
          from: source, to: destination, words: words, unrolling: unrolling,
          firstBlock: BlockID(blocks.count), &function)
        blocks[blocks.count - 1].instructions += code.before
        blocks[blocks.count - 1].successors = [MachineEdge(BlockID(blocks.count), [code.start])]
        blocks.append(code.body)
        blocks.append(MachineBlock(instructions: code.after))
      case .claim(let bytes):
        let size = function.makeVirtualRegister()
        let start = function.makeVirtualRegister()
        append(
          [
            MachineInstruction(.loadConstant, def: size, x: Int64(bytes)),
            MachineInstruction(.sbrk, def: start, size),
            MachineInstruction(.branchNeImm, start, x: 0),
          ], orTrap: &blocks)
      case .hostClaim(let page, let index):
        let argument = function.makeVirtualRegister()
        let results = [function.makeVirtualRegister(), function.makeVirtualRegister()]
        var description = CallDescription(callee: .none)
        description.arguments = [FixedOperand(argument, in: .a0)]
        description.results = [
          FixedOperand(results[0], in: .a0), FixedOperand(results[1], in: .a1),
        ]
        let call = function.calls.append(description)
        append(
          [
            MachineInstruction(.loadConstant, def: argument, x: Int64(page)),
            MachineInstruction(
              .hostCall, x: Int64(Int32(bitPattern: index)), y: call.operand),
            MachineInstruction(.branchGeUImm, results[0], x: Int64(page)),
          ], orTrap: &blocks)
      }
    }
    // What comes behind the last loop belongs to the old entry block.
    let last = blocks.removeLast()
    function.blocks[.entry].instructions.insert(contentsOf: last.instructions, at: 0)
    for block in function.blocks.indices {
      for edge in function.blocks[block].successors.indices {
        let target = function.blocks[block].successors[edge].target
        function.blocks[block].successors[edge].target = target.advanced(by: blocks.count)
      }
    }
    function.blocks.values.insert(contentsOf: blocks, at: 0)
  }

  /// Appends instructions, of which the last branches over a trap.
  private static func append(
    _ instructions: [MachineInstruction], orTrap blocks: inout [MachineBlock]
  ) {
    blocks[blocks.count - 1].instructions += instructions
    blocks[blocks.count - 1].successors = [
      MachineEdge(BlockID(blocks.count + 1)), MachineEdge(BlockID(blocks.count)),
    ]
    blocks.append(MachineBlock(instructions: [MachineInstruction(.trap)], frequency: 0))
    blocks.append(MachineBlock())
  }

  /// The code of a loop: what comes before it, the register with which it starts, its only block, and what
  /// comes behind it.
  private static func loop(
    from source: Int64, to destination: Int64, words: Int, unrolling: Int, firstBlock: BlockID,
    _ function: inout MachineFunction
  ) -> (
    before: [MachineInstruction], start: MachineRegister, body: MachineBlock,
    after: [MachineInstruction]
  ) {
    let start = function.makeVirtualRegister()
    let pointer = function.makeVirtualRegister()
    let next = function.makeVirtualRegister()
    // The pointer is an address of the source, so that half of the offsets are short.
    let distance = ConstantForm.address(destination - source)
    func word(_ index: Int, _ pointer: MachineRegister) -> [MachineInstruction] {
      let value = function.makeVirtualRegister()
      let offset = Int64(8 * index)
      return [
        MachineInstruction(.loadIndU64, def: value, pointer, x: offset),
        MachineInstruction(
          .storeIndU64, value, pointer, x: ConstantForm.address(distance &+ offset)),
      ]
    }
    let rounds = words / unrolling
    let end = source + Int64(8 * unrolling * rounds)
    var body = MachineBlock(
      parameters: [pointer],
      successors: [MachineEdge(firstBlock, [next]), MachineEdge(firstBlock.next)],
      frequency: Double(rounds))
    for index in 0..<unrolling { body.instructions += word(index, pointer) }
    body.instructions += [
      MachineInstruction(.addImm64, def: next, pointer, x: Int64(8 * unrolling)),
      MachineInstruction(.branchLtUImm, next, x: end),
    ]
    var after: [MachineInstruction] = []
    for index in 0..<words % unrolling { after += word(index, next) }
    return (
      [
        MachineInstruction(.loadConstant, def: start, x: source), MachineInstruction(.jump),
      ], start, body, after
    )
  }
}
