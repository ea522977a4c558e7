internal import PVM

/// Where the arguments of an argument invocation are: outside the linear memory, at a fixed PVM address.
///
/// Programs reach them through the Wasm address that `main` receives, so with exact bounds checks this region counts as
/// in bounds. Which of its bytes are really there is left to the PVM's page protection.
package enum ArgumentRegion {
  /// The PVM address of the first byte.
  package static let start: UInt32 = StandardProgram.argumentsStart

  /// The most bytes there can be.
  package static let size: UInt32 = StandardProgram.maximumArgumentSize
}
