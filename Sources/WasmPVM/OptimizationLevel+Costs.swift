internal import PVM
internal import PVMCodegen

extension OptimizationLevel {
  /// What code costs at this level, on a machine.
  func costs(_ target: PVM.Target) -> CostModel {
    var costs = target.chargesBlocks ? blockCosts : costs
    costs.target = target
    return costs
  }

  /// What code costs at this level where blocks have costs: a unit of gas is less than most instructions
  /// there, and a jump 15 and more of them (Docs/Decisions/0018).
  private var blockCosts: CostModel {
    switch self {
    case .one, .two:
      CostModel(bytesPerGas: 0.4, bytesPerAddition: 8, maximumDuplicateSize: 160)
    case .three:
      CostModel(
        bytesPerGas: 3.2, bytesPerAddition: 16, maximumDuplicateSize: 256, startUp: .fastest)
    case .size:
      CostModel(
        bytesPerGas: 0.05, bytesPerAddition: 2, maximumDuplicateSize: 64, startUp: .smallest)
    case .zero, .minimumSize: costs
    }
  }

  /// What code costs at this level where every instruction costs the same.
  private var costs: CostModel {
    switch self {
    case .zero: .unoptimized
    case .one, .two: .balanced
    case .three: .fastest
    case .size, .minimumSize: .smallest
    }
  }
}
