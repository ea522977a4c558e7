import PVM
import Support

/// Cuts the live ranges of values that live across calls where the region with the calls begins and ends.
///
/// Problem: a value that lives across calls wants a register that calls preserve, or memory, from its
/// beginning. A path that leaves the function before any call then pays for moving the value there, and
/// for bringing back what the register held. Half of the calls of a recursive function take such a path.
///
/// Method: each value that is live into the region (`CallRegion`) and across one of its calls is copied on
/// the edges into the region, and back on the edges out of it; where copies meet they become block
/// parameters. Constants are made again instead. What these edges pass to block parameters is copied, too. The
/// copies are not coalesced with the value, so that either may have the register that suits it. The return address and the values of preserved registers are such values, too.
///
/// Cost: linear in instructions; for each value in the blocks where it is live, times the meetings.
struct CallRegionSplitting {
  /// A value whose copies meet at more places than this is left alone.
  private static let maximumMeetings = 2

  /// A value worth splitting.
  private struct Candidate {
    /// The value.
    var register: VirtualRegister
    /// The block that makes it.
    var block: BlockID
    /// What it always is, if that is known: constants are made again, not copied.
    var constant: Int64?
    /// Whether it has to be where it was when the function ends: the return address and the values of preserved
    /// registers.
    var isRestored = false
  }

  /// Where a value's copies stand and what stands for it where.
  private struct Versions {
    /// The register that stands for the value in each block, at its start.
    var atStart: [BlockID: MachineRegister] = [:]
    /// The copies at the starts of blocks.
    var startCopies: [BlockID: MachineRegister] = [:]
    /// The copies at the ends of blocks.
    var endCopies: [BlockID: MachineRegister] = [:]
    /// The block parameters.
    var meetings: [BlockID: MachineRegister] = [:]
  }

  /// The edges.
  private let graph: ControlFlowGraph
  /// Which values are live where.
  private let liveness: Liveness
  /// Whether a block is entered only over edges into the region or only over edges out of it.
  private let crossesAtStart: BlockTable<Bool>
  /// Whether a block ends with a jump into the region or out of it, to a block that does not cross at its
  /// start.
  private var crossesAtEnd: BlockTable<Bool>
  /// Whether a block outside the region runs often: what has to be in preserved registers at the end then stays in
  /// memory all the while, rather than coming back whenever the region is left, as loops have more use for the registers.
  private let isHotOutside: Bool
  /// How many copies stand at the start of each block.
  private var copyCount: BlockTable<Int>

  /// Splits the live ranges of a function in SSA form without critical edges; says whether it looked for any.
  static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let graph = ControlFlowGraph(function)
    guard let region = CallRegion(function, graph, costs),
      costs.isWorthCutting(entering: region.entryFrequency)
    else { return false }
    var splitting = CallRegionSplitting(function, graph, region, costs)
    splitting.separateArguments(&function, region)
    for candidate in splitting.candidates(function, region) {
      splitting.split(candidate, &function)
    }
    return true
  }

  /// Finds the crossings.
  private init(
    _ function: MachineFunction, _ graph: ControlFlowGraph, _ region: CallRegion, _ costs: CostModel
  ) {
    self.graph = graph
    copyCount = BlockTable<Int>(repeating: 0, count: function.blocks.count)
    isHotOutside = function.blocks.indices.contains {
      !region.isInside[$0] && costs.isHot(function.blocks[$0].frequency)
    }
    liveness = Liveness(function, graph)
    crossesAtStart = BlockTable(
      function.blocks.indices.map { block in
        let incoming = graph.incoming(block)
        return !incoming.isEmpty
          && incoming.allSatisfy { region.isInside[$0.source] != region.isInside[block] }
      })
    crossesAtEnd = BlockTable<Bool>(repeating: false, count: function.blocks.count)
    for block in graph.reversePostorder where !crossesAtStart[block] {
      for edge in graph.incoming(block)
      where region.isInside[edge.source] != region.isInside[block] {
        crossesAtEnd[edge.source] = true
      }
    }
  }

  /// Copies what is passed to block parameters on the edges into the region and out of it: a parameter outside
  /// need not be where a value inside lives across calls, nor the other way round.
  private func separateArguments(_ function: inout MachineFunction, _ region: CallRegion) {
    for block in graph.reversePostorder {
      guard let edge = function.blocks[block].successors.first, !edge.arguments.isEmpty,
        region.isInside[block] != region.isInside[edge.target]
      else { continue }
      for (index, argument) in edge.arguments.enumerated() where argument.isVirtual {
        let copy = function.makeVirtualRegister()
        function.blocks[block].instructions.insert(
          MachineInstruction(.splitCopy, def: copy, argument),
          at: function.blocks[block].instructions.count - 1)
        function.blocks[block].successors[0].arguments[index] = copy
      }
    }
  }

  /// The values worth splitting, each with the block that makes it.
  private func candidates(
    _ function: MachineFunction, _ region: CallRegion
  ) -> [Candidate] {
    let count = function.virtualRegisterCount
    var isWanted = RegisterTable(repeating: false, count: count)
    for block in graph.reversePostorder where !region.isInside[block] {
      for edge in function.blocks[block].successors where region.isInside[edge.target] {
        for register in liveness.liveIn(edge.target) { isWanted[register] = true }
      }
    }
    var isAcross = RegisterTable(repeating: false, count: count)
    for block in graph.reversePostorder {
      markAcrossCalls(in: block, function, &isAcross)
    }
    var result: [Candidate] = []
    func consider(_ register: MachineRegister, _ block: BlockID, constant: Int64? = nil) {
      guard register.isVirtual, isWanted[register.virtual], isAcross[register.virtual],
        // It might have got a suitable register where it was made.
        region.entryFrequency <= function.blocks[block].frequency
      else { return }
      result.append(
        Candidate(register: register.virtual, block: block, constant: constant))
    }
    for parameter in function.parameters where parameter.constant == nil {
      consider(parameter.value, .entry)
      let isRestored =
        parameter.register == .returnAddress
        || CallingConvention.preserved.contains(parameter.register)
      if isRestored, result.last?.register == parameter.value.virtual {
        result[result.count - 1].isRestored = true
      }
    }
    for block in graph.reversePostorder {
      for parameter in function.blocks[block].parameters { consider(parameter, block) }
      for instruction in function.blocks[block].instructions {
        consider(
          instruction.def, block,
          constant: instruction.opcode == .loadConstant ? instruction.x : nil)
        for result in function.results(of: instruction) { consider(result.value, block) }
      }
    }
    return result
  }

  /// Marks the values that are live behind a call of a block.
  private func markAcrossCalls(
    in block: BlockID, _ function: MachineFunction, _ isAcross: inout RegisterTable<Bool>
  ) {
    guard function.blocks[block].instructions.contains(where: { $0.opcode == .call }) else {
      return
    }
    var live: Set<VirtualRegister> = []
    func read(_ register: MachineRegister) {
      if register.isVirtual { live.insert(register.virtual) }
    }
    for edge in function.blocks[block].successors {
      for argument in edge.arguments { read(argument) }
      for register in liveness.liveIn(edge.target) { live.insert(register) }
    }
    for instruction in function.blocks[block].instructions.reversed() {
      function.forEachDefinition(of: instruction) {
        if $0.isVirtual { live.remove($0.virtual) }
      }
      if instruction.opcode == .call { for register in live { isAcross[register] = true } }
      function.forEachUse(of: instruction, read)
    }
  }

  // MARK: One value

  /// Splits one value.
  private mutating func split(
    _ candidate: Candidate, _ function: inout MachineFunction
  ) {
    let register = candidate.register
    let definition = candidate.block
    func copy(_ register: MachineRegister, of source: MachineRegister) -> MachineInstruction {
      if let constant = candidate.constant {
        return MachineInstruction(.loadConstant, def: register, x: constant)
      }
      return MachineInstruction(.splitCopy, def: register, source)
    }
    let value = MachineRegister(virtual: register)
    let blocks = graph.reversePostorder.filter { isLiveIn(register, $0) }
    guard let versions = versions(of: value, definedIn: definition, blocks, &function),
      versions.meetings.isEmpty || !candidate.isRestored || !isHotOutside
    else { return }
    for block in blocks {
      let name = versions.startCopies[block] ?? versions.atStart[block] ?? value
      if name != value { Self.rename(value, to: name, in: block, &function) }
    }
    for (block, meeting) in versions.meetings.sorted(by: { $0.key < $1.key }) {
      if candidate.constant != nil {
        function.blocks[block].instructions.insert(copy(meeting, of: value), at: copyCount[block])
        copyCount[block] += 1
        continue
      }
      function.blocks[block].parameters.append(meeting)
      for edge in graph.incoming(block) {
        let name = atEnd(of: edge.source, value, definition, versions)
        function.blocks[edge.source].successors[edge.position].arguments.append(name)
      }
    }
    for block in blocks {
      guard let register = versions.startCopies[block] else { continue }
      function.blocks[block].instructions.insert(
        copy(register, of: versions.atStart[block] ?? value), at: copyCount[block])
      copyCount[block] += 1
    }
    for block in blocks + [definition] {
      guard let register = versions.endCopies[block] else { continue }
      let name = versions.startCopies[block] ?? versions.atStart[block] ?? value
      function.blocks[block].instructions.insert(
        copy(register, of: name),
        at: function.blocks[block].instructions.count - 1)
    }
  }

  /// Decides what stands for a value where; nil if that takes too many block parameters.
  private func versions(
    of value: MachineRegister, definedIn definition: BlockID, _ blocks: [BlockID],
    _ function: inout MachineFunction
  ) -> Versions? {
    var versions = Versions()
    for block in blocks where crossesAtStart[block] {
      versions.startCopies[block] = function.makeVirtualRegister()
    }
    for block in blocks + [definition] where crossesAtEnd[block] {
      let target = function.blocks[block].successors[0].target
      if isLiveIn(value.virtual, target) {
        versions.endCopies[block] = function.makeVirtualRegister()
      }
    }
    // Loops are entered as if nothing changed in them, until that turns out to be wrong.
    while true {
      versions.atStart = [:]
      var isStable = true
      for pass in 0..<2 {
        for block in blocks {
          if let meeting = versions.meetings[block] {
            versions.atStart[block] = meeting
            continue
          }
          var name = versions.atStart[block]
          for edge in graph.incoming(block) {
            let source = edge.source
            guard source == definition || versions.atStart[source] != nil else { continue }
            let incoming = atEnd(of: source, value, definition, versions)
            if name == nil { name = incoming }
            if name != incoming {
              versions.meetings[block] = function.makeVirtualRegister()
              name = versions.meetings[block]
              isStable = false
              break
            }
          }
          versions.atStart[block] = name
          if !isStable, pass == 1 { break }
        }
        if !isStable { break }
      }
      if isStable { return versions }
      if versions.meetings.count > Self.maximumMeetings { return nil }
    }
  }

  /// What stands for a value at the end of a block.
  private func atEnd(
    of block: BlockID, _ value: MachineRegister, _ definition: BlockID, _ versions: Versions
  ) -> MachineRegister {
    if let copy = versions.endCopies[block] { return copy }
    if block == definition { return value }
    return versions.startCopies[block] ?? versions.atStart[block] ?? value
  }

  /// Whether a value is live at the start of a block.
  private func isLiveIn(_ register: VirtualRegister, _ block: BlockID) -> Bool {
    let live = liveness.liveIn(block)
    let index = live.indices.firstIndex(behind: { live[$0] < register })
    return index < live.endIndex && live[index] == register
  }

  /// Lets a block read another register.
  private static func rename(
    _ from: MachineRegister, to: MachineRegister, in block: BlockID,
    _ function: inout MachineFunction
  ) {
    function.mapUses(in: block) { $0 == from ? to : $0 }
  }
}
