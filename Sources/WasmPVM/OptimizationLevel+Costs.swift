internal import PVMCodegen

extension OptimizationLevel {
  /// What code costs at this level.
  var costs: CostModel {
    switch self {
    case .zero: .unoptimized
    case .one, .two: .balanced
    case .three: .fastest
    case .size, .minimumSize: .smallest
    }
  }
}
