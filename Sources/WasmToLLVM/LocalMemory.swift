package import LLVM
internal import LoweringABI

// Problem: where a pointer is a phi's, `gvn` and other passes look for what an address is on the other side of an edge among all users of
// the address's base (`PHITransAddr`). If the base is the global variable of linear memory, these are the accesses of all functions, and
// the time is quadratic in the module.
//
// Method: for the time that the passes take, each function has a base of its own, the result of `llvm.strip.invariant.group`, which alias
// analysis looks through, which is free and which is merged with that of an inlined function.
//
// Invariant: afterwards nothing is left of it, also not where no pass has run.

/// The base of addresses in linear memory, for each function of a large module one of its own.
package enum LocalMemory {
  /// From how many accesses of computed addresses on. Among fewer, looking takes no time worth speaking of, and a global variable as base
  /// lets LLVM add an offset to it instead of an instruction.
  package static let minimumUses = 3_000

  /// Gives every function a base of its own, if memory has at least so many uses.
  package static func give(to module: borrowing Module, minimumUses: Int = minimumUses) {
    guard let memory = module.global(named: Symbol.memory)?.value,
      memory.useCount >= minimumUses
    else { return }
    let builder = Builder(module: module)
    let identity = module.intrinsic(.stripInvariantGroup, [memory.type])
    var bases: [Function: Value] = [:]
    for function in module.functions where !function.isDeclaration {
      // Also where it is of no use yet: what is inlined there uses it.
      guard let first = function.entry?.firstInstruction else { continue }
      builder.position(before: first)
      bases[function] = builder.call(identity, [memory])
    }
    // As a list: the order of sets differs from run to run.
    for user in Array(memory.users) {
      guard let function = user.asInstruction?.parent.parent, let base = bases[function],
        base != user
      else { continue }
      user.replaceOperands(memory, by: base)
    }
  }

  /// Lets all functions use linear memory itself again.
  package static func take(from module: borrowing Module) {
    guard let memory = module.global(named: Symbol.memory)?.value else { return }
    let identity = module.intrinsic(.stripInvariantGroup, [memory.type])
    for user in Array(identity.value.users) {
      guard let base = user.asInstruction else { continue }
      replace(base, by: memory)
    }
    identity.delete()
  }

  /// Replaces an instruction by a constant, and what becomes constant by that.
  private static func replace(_ instruction: InstructionView, by constant: Value) {
    for user in Array(instruction.value.users) {
      guard let address = user.asInstruction, address.opcode == .getElementPtr,
        address.operandCount == 2, address.operand(0) == instruction.value,
        address.operand(1).kind == .constantInteger
      else { continue }
      let type = address.elementPointerSourceType
      replace(address, by: type.constantElementPointer(constant, address.operand(1)))
    }
    instruction.value.replaceAllUses(with: constant)
    instruction.delete()
  }
}
