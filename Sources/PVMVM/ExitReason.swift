internal import Support

/// Why a run of the machine ended (Gray Paper 0.7.2, appendix A.1; `pvm.md` section 1).
public enum ExitReason: Hashable, Sendable {
  /// A dynamic jump went to the halt address, 0xFFFF0000.
  case halt
  /// A trap, an undefined instruction, a bad jump target, or an access below address 2^16.
  case panic
  /// An access to a page without the needed right; the payload is the page's first address.
  case pageFault(address: UInt32)
  /// An `ecalli`; the payload is its sign-extended immediate.
  case hostCall(index: UInt64)
  /// An instruction, or a host call, had to be paid for and the gas did not suffice.
  case outOfGas
}

#if !hasFeature(Embedded)
  extension ExitReason: CustomStringConvertible {
    /// The reason in words.
    public var description: String {
      switch self {
      case .halt: "halt"
      case .panic: "panic"
      case .pageFault(let address): "page fault at 0x\(Hex.string(UInt64(address)))"
      case .hostCall(let index): "host call \(index)"
      case .outOfGas: "out of gas"
      }
    }
  }
#endif
