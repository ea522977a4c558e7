internal import PVM
internal import Support

/// Loads spilled values at the start of a block instead of at the ends of the blocks in front of it, or in front of the branch to
/// those, in an allocated function, where blocks have costs.
///
/// Problem: a block of the PVM is charged 25 cycles for a single access to memory, and next to nothing for one more beside others.
/// The allocator reloads what a loop needs on the way back to the loop's header, in a block of its own, and the same values are in
/// registers on the way in. In the header the loads would cost little, and the block on the way back would be gone, too:
///
/// ```
/// P: spill_store r8, #0; jump H            P: spill_store r8, #0; jump H
/// E: r8 = spill_load #0; jump H            H: r8 = spill_load #0; ... r8 = ...; branch H, out
/// H: ... r8 = ...; branch E, out
/// ```
///
/// Method: `r = spill_load s` at the start of a block changes nothing if `r` holds what is in `s` on every way in. Which registers
/// hold what is in which slots at the ends of blocks is known from `SlotHolders`. If on a way `r` holds something else,
/// and nobody behind reads `s` before it is written, it is stored to `s` at the end of the block on that way. All loads that are
/// inserted are of this kind with respect to the function as it was, so that together they change nothing, either: no register or slot that anyone reads
/// has another content than before. Where the block on the way back cannot be left without loads like this, those whose registers the branch
/// in front of it and its other side have nothing to do with are done in front of that branch. The loads that are dead then, because their registers are written again, are left to
/// `DeadDefinitions`. What blocks take is estimated (`BlockLatency`).
///
/// Cost: that of `SlotHolders` and `LocationLiveness`, and estimates for blocks in front of which there are such loads.
package struct ReloadSinking {
  /// More slots at the ends of blocks than this, and nothing is done.
  private static let sizeLimit = 1 << 22
  /// The most instructions of blocks whose cycles are estimated.
  private static let maximumLength = 400
  /// Cycles for falling into the next block, or a share of those for jumping there.
  private static let endOfBlock = 3.0

  /// The edges.
  private let graph: ControlFlowGraph
  /// What is live.
  private let liveness: LocationLiveness
  /// What code costs.
  private let costs: CostModel
  /// Which registers hold what is in slots.
  private let holders: SlotHolders
  /// The slots that loads were inserted for.
  private var loadedSlots: Set<Int32> = []
  /// The registers that are loaded in front of branches, where they are live on one side now: no load for the other side may go there.
  private var hoisted: Set<Hoisted> = []
  /// The slots that stores were inserted for: nothing else is known of them any more.
  private var storedSlots: Set<Int32> = []

  /// A register and the slot whose content it holds.
  private struct Reload: Hashable {
    /// The register.
    var register: Register
    /// The slot.
    var slot: Int32
  }

  /// A register that is loaded in front of the branch of a block.
  private struct Hoisted: Hashable {
    /// The block.
    var branch: BlockID
    /// The register.
    var register: Register
  }

  /// Loads at the ends of a block's predecessors that move.
  private struct Plan {
    /// What is loaded at the start of the block.
    var sunk: [Reload] = []
    /// What is stored at the ends of its predecessors.
    var stores: [(source: BlockID, reload: Reload)] = []
    /// What is loaded in front of the branch to a predecessor instead of there.
    var hoisted: [(source: BlockID, branch: BlockID, reload: Reload)] = []
  }

  /// Changes an allocated function whose blocks have frequencies; says whether it did.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    guard costs.chargesBlocks, function.spillSlots > 0, function.blocks.count > 1,
      function.blocks.count * function.spillSlots < sizeLimit
    else { return false }
    var sinking = ReloadSinking(function, costs)
    return sinking.insert(&function)
  }

  /// Analyzes a function.
  private init(_ function: MachineFunction, _ costs: CostModel) {
    graph = ControlFlowGraph(function)
    liveness = LocationLiveness(function, graph)
    holders = SlotHolders(function, graph)
    self.costs = costs
  }

  /// Whether a register holds what is in a slot at the end of a block.
  private func holds(_ reload: Reload, atEndOf block: BlockID) -> Bool {
    holders.holds(reload.register, slot: Int(reload.slot), atEndOf: block)
  }

  // MARK: Loads

  /// Inserts loads; says whether there were any.
  private mutating func insert(_ function: inout MachineFunction) -> Bool {
    var plans: [(block: BlockID, plan: Plan)] = []
    for block in graph.reversePostorder
    where block != .entry && graph.incoming(block).count > 1 {
      guard let plan = plan(for: block, function) else { continue }
      loadedSlots.formUnion(plan.sunk.map(\.slot))
      storedSlots.formUnion(plan.stores.map(\.reload.slot))
      for (_, branch, reload) in plan.hoisted {
        hoisted.insert(Hoisted(branch: branch, register: reload.register))
      }
      plans.append((block, plan))
    }
    // Only at the end, because plans are about the function as it was.
    for (block, plan) in plans {
      for (changed, instructions) in changes(plan, block, function, removesDead: false) {
        function.blocks[changed].instructions = instructions
      }
    }
    return !plans.isEmpty
  }

  /// What is worth being moved to the start of a block or in front of the branches to its predecessors, or nil for nothing.
  private func plan(for block: BlockID, _ function: MachineFunction) -> Plan? {
    let edges = Array(graph.incoming(block))
    guard !edges.contains(where: { $0.source == block }),
      function.blocks[block].instructions.count <= ReloadSinking.maximumLength
    else { return nil }
    let ends = edges.map { loads(atEndOf: $0.source, to: block, function) }
    var candidates: [Reload] = []
    for reload in ends.joined()
    where !candidates.contains(where: {
      $0.register == reload.register || $0.slot == reload.slot
    }) && liveness.atStart[block].registers.contains(reload.register) {
      candidates.append(reload)
    }
    if candidates.isEmpty { return nil }
    let sinkable = candidates.filter { reload in
      edges.allSatisfy { mayHold(reload, atEndOf: $0.source, block, function) }
    }
    var plans = [plan(sinking: sinkable, edges)]
    for (edge, end) in zip(edges, ends) {
      plans.append(plan(sinking: sinkable.filter { end.contains($0) }, edges))
      guard let branch = branch(to: edge.source, function) else { continue }
      let hoisted = end.filter { isHoistable($0, from: edge.source, to: branch, function) }
      if hoisted.isEmpty { continue }
      // The rest goes to the start of the block if it may.
      var both = plan(
        sinking: sinkable.filter { end.contains($0) && !hoisted.contains($0) }, edges)
      both.hoisted = hoisted.map { (edge.source, branch, $0) }
      plans.append(both)
    }
    var best: Plan?
    var most = 0.0
    for plan in plans where !plan.sunk.isEmpty || !plan.hoisted.isEmpty {
      let saved = saving(plan, block, function)
      if saved > most {
        most = saved
        best = plan
      }
    }
    return best
  }

  /// The plan to load at the start of a block.
  private func plan(sinking reloads: [Reload], _ edges: [IncomingEdge]) -> Plan {
    var plan = Plan(sunk: reloads)
    for edge in edges {
      for reload in reloads where !holds(reload, atEndOf: edge.source) {
        plan.stores.append((edge.source, reload))
      }
    }
    return plan
  }

  /// The block whose branch is the only way to another, or nil.
  private func branch(to block: BlockID, _ function: MachineFunction) -> BlockID? {
    let incoming = graph.incoming(block)
    guard incoming.count == 1, let source = incoming.first.map(\.source),
      source != block, function.blocks[source].successors.count == 2,
      function.blocks[source].instructions.count <= ReloadSinking.maximumLength,
      function.blocks[source].instructions.last?.opcode.opcode?.traits
        .contains(.conditionalBranch) ?? false
    else { return nil }
    return source
  }

  /// Whether a load may be done in front of the branch to its block: neither the branch, nor what is in front of the load, nor the
  /// branch's other side has to do with the register, and the slot is not written in between. A load that the block has twice is not:
  /// the register may be written between them.
  private func isHoistable(
    _ reload: Reload, from block: BlockID, to branch: BlockID, _ function: MachineFunction
  ) -> Bool {
    let others = function.blocks[branch].successors.filter { $0.target != block }
    guard !hoisted.contains(Hoisted(branch: branch, register: reload.register)),
      let end = function.blocks[branch].instructions.last, others.count == 1,
      !liveness.atStart[others[0].target].registers.contains(reload.register),
      !end.registersTouched(in: function).contains(reload.register)
    else { return false }
    let instructions = function.blocks[block].instructions
    for (index, instruction) in instructions.enumerated() {
      if ReloadSinking.isLoad(reload, instruction) {
        return !instructions[(index + 1)...].contains { ReloadSinking.isLoad(reload, $0) }
      }
      if instruction.opcode == .call
        || instruction.registersTouched(in: function).contains(reload.register)
        || instruction.opcode == .spillStore && instruction.y == reload.slot
      {
        return false
      }
    }
    return false
  }

  /// The loads in a block whose results nobody reads in front of its end or behind another edge.
  private func loads(
    atEndOf source: BlockID, to block: BlockID, _ function: MachineFunction
  ) -> [Reload] {
    let body = function.blocks[source]
    guard body.instructions.count <= ReloadSinking.maximumLength else { return [] }
    var needed = RegisterSet()
    for edge in body.successors where edge.target != block {
      needed = needed.union(liveness.atStart[edge.target].registers)
    }
    var result: [Reload] = []
    for instruction in body.instructions.reversed() {
      if instruction.opcode == .call { break }
      if instruction.opcode == .spillLoad, let register = instruction.def.physical,
        !needed.contains(register)
      {
        let reload = Reload(register: register, slot: instruction.y)
        if holds(reload, atEndOf: source) { result.append(reload) }
      }
      needed = needed.union(instruction.registersTouched(in: function))
    }
    return result
  }

  /// Whether a register holds what is in a slot at the end of a block in front of another, or may be stored there.
  private func mayHold(
    _ reload: Reload, atEndOf source: BlockID, _ block: BlockID, _ function: MachineFunction
  ) -> Bool {
    if storedSlots.contains(reload.slot) { return false }
    if holds(reload, atEndOf: source) { return true }
    return !loadedSlots.contains(reload.slot) && function.blocks[source].successors.count == 1
      && function.blocks[source].instructions.last?.opcode == MachineOpcode(.jump)
      && !liveness.atStart[block].contains(slot: Int(reload.slot))
  }

  // MARK: Changes

  /// The instructions of the blocks that a plan changes, in the order of the blocks.
  ///
  /// - Parameter removesDead: whether loads are left out whose results are loaded again at the start of the block.
  private func changes(
    _ plan: Plan, _ block: BlockID, _ function: MachineFunction, removesDead: Bool
  ) -> [(block: BlockID, instructions: [MachineInstruction])] {
    var changed: [BlockID: [MachineInstruction]] = [:]
    func change(_ index: BlockID, _ body: (inout [MachineInstruction]) -> Void) {
      body(&changed[index, default: function.blocks[index].instructions])
    }
    func removeLast(_ reload: Reload, _ instructions: inout [MachineInstruction]) {
      let position = instructions.lastIndex { ReloadSinking.isLoad(reload, $0) }
      if let position { instructions.remove(at: position) }
    }
    for (source, branch, reload) in plan.hoisted {
      change(source) { removeLast(reload, &$0) }
      change(branch) { $0.insert(ReloadSinking.load(reload), at: $0.count - 1) }
    }
    for (source, reload) in plan.stores {
      change(source) { $0.insert(ReloadSinking.store(reload), at: $0.count - 1) }
    }
    change(block) { $0.insert(contentsOf: plan.sunk.map { ReloadSinking.load($0) }, at: 0) }
    if removesDead {
      for edge in graph.incoming(block) {
        let source = edge.source
        for reload in loads(atEndOf: source, to: block, function)
        where plan.sunk.contains(where: { $0.register == reload.register }) {
          change(source) { removeLast(reload, &$0) }
        }
      }
    }
    return changed.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// How much less gas is expected, for each call of the function; 0 if that is not worth the bytes.
  private func saving(_ plan: Plan, _ block: BlockID, _ function: MachineFunction) -> Double {
    var saved = 0.0
    var count = 0
    for (index, instructions) in changes(plan, block, function, removesDead: true) {
      let before = function.blocks[index]
      saved += before.frequency * (cost(before.instructions) - cost(instructions))
      count += instructions.count - before.instructions.count
    }
    return saved > 0 && costs.isWorth(bytes: 3 * count, saving: saved) ? saved : 0
  }

  /// What a block costs; nothing if it only jumps, as it will be gone.
  private func cost(_ instructions: [MachineInstruction]) -> Double {
    var instructions = instructions[...]
    var cost = 0.0
    if instructions.last?.opcode == MachineOpcode(.jump) {
      if instructions.count == 1 { return 0 }
      instructions.removeLast()
      cost += ReloadSinking.endOfBlock
    }
    // A block of the PVM ends with a call, too.
    for part in instructions.split(whereSeparator: { $0.opcode == .call }) {
      cost += Double(cycles(Array(part)))
    }
    return cost
  }

  /// What instructions take.
  private func cycles(_ instructions: [MachineInstruction]) -> Int {
    BlockLatency.cycles(of: instructions)
  }

  /// Whether an instruction is a certain load.
  private static func isLoad(_ reload: Reload, _ instruction: MachineInstruction) -> Bool {
    instruction.opcode == .spillLoad && instruction.def.physical == reload.register
      && instruction.y == reload.slot
  }

  /// A load from a slot.
  private static func load(_ reload: Reload) -> MachineInstruction {
    var load = MachineInstruction(.spillLoad)
    load.def = MachineRegister(reload.register)
    load.y = reload.slot
    return load
  }

  /// A store to a slot.
  private static func store(_ reload: Reload) -> MachineInstruction {
    MachineInstruction(.spillStore, MachineRegister(reload.register), y: reload.slot)
  }
}
