internal import PVM
internal import Support

/// Removes instructions of an allocated or framed function whose result nobody reads, and spill
/// stores to slots that nobody reads. What reads memory counts as having no effect, as before
/// allocation (`DeadCode`).
///
/// Cost: that of `LocationLiveness`.
package enum DeadDefinitions {
  /// Removes what is dead; says whether there was anything.
  @discardableResult
  package static func run(_ function: inout MachineFunction) -> Bool {
    let graph = ControlFlowGraph(function)
    let liveness = LocationLiveness(function, graph)
    var isChanged = false
    var isDead: [Bool] = []
    for block in graph.reversePostorder {
      var live = liveness.atEnd[block]
      let count = function.blocks[block].instructions.count
      isDead.removeAll(keepingCapacity: true)
      isDead.append(contentsOf: repeatElement(false, count: count))
      var hasDead = false
      for position in (0..<count).reversed() {
        let instruction = function.blocks[block].instructions[position]
        if isRemovable(instruction, live) {
          isDead[position] = true
          hasDead = true
        } else {
          live.step(back: instruction, in: function)
        }
      }
      guard hasDead else { continue }
      isChanged = true
      function.blocks[block].instructions.removeAll(flagged: isDead)
    }
    return isChanged
  }

  /// Whether an instruction in front of some live locations does nothing that matters.
  private static func isRemovable(
    _ instruction: MachineInstruction, _ live: LocationSet
  ) -> Bool {
    if instruction.opcode == .spillStore { return !live.contains(slot: Int(instruction.y)) }
    guard let register = instruction.def.physical, !live.registers.contains(register),
      register != .stackPointer, !instruction.isTerminator
    else { return false }
    return instruction.opcode != MachineOpcode(.sbrk)
  }
}
