/// A form of the program, between input and output, that can be printed as text.
public enum Stage: String, CaseIterable, Sendable {
  /// LLVM IR as the front end makes it.
  case unoptimizedIR = "llvm-raw"
  /// LLVM IR after LLVM's passes.
  case optimizedIR = "llvm"
  /// Machine IR as selected, with virtual registers, behind the passes in front of allocation.
  case selectedMachineIR = "mir-selected"
  /// Machine IR behind register allocation.
  case machineIR = "mir"
  /// Machine IR as it is emitted, with frames and in the final order of blocks.
  case finalMachineIR = "mir-final"
  /// The disassembled program with the functions' names.
  case assembly = "asm"
}
