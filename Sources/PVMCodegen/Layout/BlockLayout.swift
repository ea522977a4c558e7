/// Orders blocks.
enum BlockLayout {
  /// Reorders a framed function.
  static func run(_ function: inout MachineFunction, _ options: LayoutOptions) {
  }
}
