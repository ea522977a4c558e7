/// The target that LLVM's passes are told to optimize for.
///
/// The PVM's instruction set is close to RV64EM with Zba and Zbb, so that target's cost model is used. Pointers have 32 bits
/// because the PVM takes every address modulo 2^32.
package enum Target {
  /// The triple of every module.
  package static let triple = "riscv64-unknown-none-elf"
  /// The features of the target machine.
  package static let features = "+m,+zba,+zbb"
  /// The data layout of every module.
  package static let dataLayout = "e-m:e-p:32:32-i64:64-i128:128-n32:64-S128"
}
