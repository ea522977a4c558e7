extension Function {
  /// How calls pass arguments, as far as that matters to LLVM's passes and its verifier.
  package enum CallingConvention: UInt32, Sendable {
    /// `tailcc`: calls marked `musttail` may be of functions with other parameters than the caller's.
    case tail = 18
  }
}
