#if !hasFeature(Embedded)
  internal import PVM
  internal import Support

  extension LockstepDifference: CustomStringConvertible {
    /// The difference in words.
    package var description: String {
      "after step \(step) at pc \(pc): \(what)"
    }

    /// What differs.
    private var what: String {
      switch kind {
      case .exit(let reference, let fast):
        Self.pair("end of the run", Self.text(reference), Self.text(fast))
      case .pc(let reference, let fast):
        Self.pair("pc", "\(reference)", "\(fast)")
      case .gas(let reference, let fast):
        Self.pair("gas", "\(reference)", "\(fast)")
      case .register(let register, let reference, let fast):
        Self.pair(
          "r\(register.number)", "0x\(Hex.string(reference))", "0x\(Hex.string(fast))")
      case .byte(let address, let reference, let fast):
        Self.pair(
          "byte at 0x\(Hex.string(UInt64(address), width: 8))", Self.text(reference),
          Self.text(fast))
      case .access(let page, let reference, let fast):
        Self.pair("page 0x\(Hex.string(UInt64(page) << 12, width: 8))", "\(reference)", "\(fast)")
      case .isBlockPaid(let reference, let fast):
        Self.pair("whether the block is paid for", "\(reference)", "\(fast)")
      case .heapEnd(let reference, let fast):
        Self.pair("end of the heap", "0x\(Hex.string(reference))", "0x\(Hex.string(fast))")
      }
    }

    /// A sentence about two values.
    private static func pair(_ what: String, _ reference: String, _ fast: String) -> String {
      "\(what) is \(reference) in the reference interpreter and \(fast) in the fast one"
    }

    /// An end of a run, or that it goes on.
    private static func text(_ exit: ExitReason?) -> String { exit?.description ?? "not reached" }

    /// A byte, or that it cannot be accessed.
    private static func text(_ byte: UInt8?) -> String {
      byte.map { "0x\(Hex.string(UInt64($0), width: 2))" } ?? "inaccessible"
    }
  }
#endif
