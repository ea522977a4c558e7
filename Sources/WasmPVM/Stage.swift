/// A form of the program, between input and output, that can be printed as text.
public enum Stage: String, CaseIterable, Sendable {
  /// LLVM IR as the front end makes it.
  case unoptimizedIR = "llvm-raw"
  /// LLVM IR after LLVM's passes.
  case optimizedIR = "llvm"
  /// Machine IR after register allocation and layout.
  case machineIR = "mir"
  /// The disassembled program with the functions' names.
  case assembly = "asm"
}
