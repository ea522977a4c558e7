internal import LLVM
internal import PVM
internal import Support

extension WideConstants {
  /// Whether constants that are no immediates appear more than once in LLVM IR; what selection makes of them
  /// may be fewer.
  static func mayBeRepeated(in functions: [Function]) -> Bool {
    var count = 0
    for function in functions {
      for block in function.blocks {
        for instruction in block.instructions {
          for index in 0..<instruction.operandCount {
            let operand = instruction.operand(index)
            guard operand.kind == .constantInteger, let value = operand.signedInteger,
              !Immediate.fits(value)
            else { continue }
            count += 1
            if count > 1 { return true }
          }
        }
      }
    }
    return false
  }
}
