#if !hasFeature(Embedded)
  internal import PVM
  internal import Support

  extension ReplayDifference: CustomStringConvertible {
    /// The difference in words.
    public var description: String { "line \(line): \(what)" }

    /// What differs.
    private var what: String {
      switch kind {
      case .pc(let recorded, let actual):
        "pc is \(actual), recorded is \(recorded)"
      case .gas(let recorded, let actual):
        "gas is \(actual), recorded is \(recorded)"
      case .register(let register, let recorded, let actual):
        "r\(register.number) is 0x\(Hex.string(actual)), recorded is 0x\(Hex.string(recorded))"
      case .call(let recorded, let actual):
        "host call \(actual), recorded is \(recorded)"
      case .bytes(let address, let recorded, let actual):
        "the \(recorded.count) bytes at 0x\(Hex.string(UInt64(address), width: 8)) "
          + (actual == nil ? "cannot be read" : "are not the recorded ones")
      case .notWritable(let address, let count):
        "the \(count) bytes at 0x\(Hex.string(UInt64(address), width: 8)) cannot be written"
      case .end(let actual):
        "the run ended: \(actual)"
      case .unexpectedCall(let index):
        "host call \(index) where the recorded run ended"
      }
    }
  }
#endif
