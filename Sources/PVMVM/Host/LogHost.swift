#if !hasFeature(Embedded)
  internal import PVM

  /// Offers the `log` host call (JIP-1; `pvm.md` appendix B) and writes a line per message.
  ///
  /// A line is `[level] target: message`, without `target: ` if there is none.
  public struct LogHost<Output: TextOutputStream>: HostCallHandler {
    /// Where the lines go.
    public var output: Output

    /// Creates a host that writes to a stream.
    public init(output: Output) { self.output = output }

    /// The usual cost for `log`; nothing else is offered.
    public func gasCost<Guest: GuestMachine & ~Copyable>(
      of index: UInt64, on machine: borrowing Guest
    ) -> UInt64? {
      machine.target.hostFunction(index) == .log ? machine.price(of: .log) : nil
    }

    /// Writes the message, unless a range cannot be read, and answers WHAT, so that a program
    /// behaves the same where there is no log.
    public mutating func handle<Guest: GuestMachine & ~Copyable>(
      _ index: UInt64, on machine: inout Guest
    ) -> HostCallOutcome {
      let arguments = machine.registers.values[7...11]
      let (level, target) = (arguments[7], (address: arguments[8], count: arguments[9]))
      if let name = machine.read(address: target.address, count: target.count),
        let message = machine.read(address: arguments[10], count: arguments[11])
      {
        var line = "[\(Self.name(ofLevel: level))] "
        if !name.isEmpty { line += String(decoding: name, as: UTF8.self) + ": " }
        line += String(decoding: message, as: UTF8.self) + "\n"
        output.write(line)
      }
      machine[.a0] = HostCallResult.what
      return .resume
    }

    /// The name of a level.
    private static func name(ofLevel level: UInt64) -> String {
      switch level {
      case 0: "fatal"
      case 1: "warning"
      case 2: "important"
      case 3: "helpful"
      case 4: "pedantic"
      default: "level \(level)"
      }
    }
  }
#endif
