/// Cleans up the graph of blocks before they are laid out.
enum BranchSimplification {
  /// Simplifies a framed function.
  static func run(_ function: inout MachineFunction, _ options: LayoutOptions) {
    ControlFlow.removeUnreachableBlocks(&function)
  }
}
