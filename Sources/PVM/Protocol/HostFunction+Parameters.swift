#if !hasFeature(Embedded)
  /// What host functions take (`pvm.md` appendix A).
  extension HostFunction {
    /// An argument.
    public struct Parameter: Sendable {
      /// What an argument is; it takes one register or, where a length belongs to it, two.
      public enum Kind: Sendable {
        /// A number.
        case number
        /// A service; 2^64 - 1 is the one that runs.
        case service
        /// An address.
        case address
        /// An address of 32 bytes.
        case hash
        /// An address of bytes, and in the next register how many.
        case bytes
        /// The same with text.
        case text
      }

      /// Its name.
      public let name: String
      /// What it is.
      public let kind: Kind

      /// Creates an argument.
      init(_ name: String, _ kind: Kind = .number) {
        self.name = name
        self.kind = kind
      }
    }

    /// The arguments, from r7 on.
    public func parameters(for target: Target) -> [Parameter] {
      let part = [Parameter("to", .address), Parameter("offset"), Parameter("length")]
      switch self {
      case .gas, .checkpoint: return []
      case .fetch: return part + ["kind", "first", "second"].map { Parameter($0) }
      case .lookup, .historicalLookup:
        return [Parameter("service", .service), Parameter("hash", .hash)] + part
      case .read: return [Parameter("service", .service), Parameter("key", .bytes)] + part
      case .write: return [Parameter("key", .bytes), Parameter("value", .bytes)]
      case .info: return [Parameter("service", .service)] + part
      case .export: return [Parameter("segment", .bytes)]
      case .machine: return [Parameter("program", .bytes), Parameter("pc")]
      case .peek:
        return [Parameter("machine"), Parameter("to", .address), Parameter("from", .address)]
          + [Parameter("length")]
      case .poke:
        return [Parameter("machine"), Parameter("from", .address), Parameter("to", .address)]
          + [Parameter("length")]
      case .pages: return ["machine", "page", "count", "mode"].map { Parameter($0) }
      case .invoke: return [Parameter("machine"), Parameter("state", .address)]
      case .expunge: return [Parameter("machine")]
      case .bless:
        return [Parameter("manager", .service), Parameter("assigners", .address)]
          + [Parameter("delegator", .service), Parameter("registrar", .service)]
          + [Parameter("always", .address), Parameter("count")]
      case .assign:
        return [Parameter("core"), Parameter("queue", .address), Parameter("assigner", .service)]
      case .designate:
        return [Parameter("validators", .address)]
          + (target.namesValidatorCount ? [Parameter("count")] : [])
      case .new:
        return [Parameter("code", .hash)]
          + ["length", "item_gas", "memo_gas", "gratis", "wanted"].map { Parameter($0) }
      case .upgrade:
        return [Parameter("code", .hash), Parameter("item_gas"), Parameter("memo_gas")]
      case .transfer:
        return [Parameter("receiver", .service), Parameter("amount"), Parameter("gas")]
          + [Parameter("memo", .address)]
      case .eject: return [Parameter("service", .service), Parameter("hash", .hash)]
      case .query, .solicit, .forget: return [Parameter("hash", .hash), Parameter("length")]
      case .yield: return [Parameter("hash", .hash)]
      case .provide: return [Parameter("service", .service), Parameter("data", .bytes)]
      case .growHeap: return [Parameter("page")]
      case .log:
        return [Parameter("level"), Parameter("target", .text), Parameter("message", .text)]
      }
    }
  }
#endif
