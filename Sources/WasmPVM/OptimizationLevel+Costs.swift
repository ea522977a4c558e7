internal import PVM
internal import PVMCodegen

extension OptimizationLevel {
  /// What code costs at this level, on a machine.
  ///
  /// - Parameter regardsBlocks: whether code is made for the costs of blocks, if the machine charges those.
  func costs(_ target: PVM.Target, regardsBlocks: Bool = true) -> CostModel {
    var costs = target.chargesBlocks && regardsBlocks ? blockCosts : costs
    costs.target = target
    costs.regardsBlocks = regardsBlocks
    return costs
  }

  /// What code costs at this level where blocks have costs: a unit of gas is less than most instructions
  /// there, and a jump 15 and more of them (Docs/Decisions/0018).
  private var blockCosts: CostModel {
    switch self {
    case .one, .two:
      CostModel(bytesPerGas: 0.6, bytesPerAddition: 1, maximumDuplicateSize: 160)
    case .three:
      CostModel(
        bytesPerGas: 12, bytesPerAddition: 16, maximumDuplicateSize: 512, startUp: .fastest)
    case .size:
      CostModel(
        bytesPerGas: 0.06, bytesPerAddition: 0.25, maximumDuplicateSize: 64, startUp: .smallest)
    case .minimumSize:
      CostModel(
        bytesPerGas: 0.05, bytesPerAddition: 0.05, maximumDuplicateSize: 64, startUp: .smallest)
    case .zero: costs
    }
  }

  /// What code costs at this level where every instruction costs the same.
  private var costs: CostModel {
    switch self {
    case .zero: .unoptimized
    case .one, .two: .balanced
    case .three: .fastest
    case .size: .small
    case .minimumSize: .smallest
    }
  }
}
