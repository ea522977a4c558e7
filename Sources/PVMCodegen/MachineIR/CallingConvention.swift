internal import LoweringABI
package import PVM

/// The registers' roles at calls (architecture 1.3): those that the front end knows, and the code generator's own.
package enum CallingConvention {
  /// Registers of the first arguments and results, in order; further arguments are on the stack.
  package static let argumentRegisters: [Register] = RegisterConvention.arguments

  /// Registers that a function called indirectly or recursively leaves as they were.
  package static let preserved = RegisterSet(Register(4), Register(5), Register(6))

  /// Where a first argument marked `inreg` goes. It is one of the preserved registers, and a function that must preserve them has
  /// to do so with this one, too: it takes down what it put there.
  package static let passedGlobal = RegisterConvention.passedGlobal

  /// Registers the allocator may use: all but the stack pointer.
  package static let allocatable = RegisterSet.all.subtracting(RegisterSet(.stackPointer))

  /// What a call that follows the fixed convention destroys.
  package static let clobbers = allocatable.subtracting(preserved)
}
