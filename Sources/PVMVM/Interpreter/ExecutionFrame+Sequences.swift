#if !hasFeature(Embedded)
  // What the operations of sequences do at all instructions but the last, if the next one uses the result.

  extension ExecutionFrame {
    /// Sets register A, goes to the next instruction of the sequence and returns the value for it.
    @inline(__always) @discardableResult
    mutating func passA(_ value: UInt64) -> UInt64 {
      unsafe finishA(value)
      return value
    }

    /// Sets register D, goes to the next instruction of the sequence and returns the value for it.
    @inline(__always) @discardableResult
    mutating func passD(_ value: UInt64) -> UInt64 {
      unsafe finishD(value)
      return value
    }

    /// Loads into register A, goes to the next instruction of the sequence and returns the value for
    /// it; nil if the load needs a closer look.
    @inline(__always)
    mutating func passLoad<Value: FixedWidthInteger & UnsignedInteger>(
      _ type: Value.Type, _ address: UInt64
    ) -> UInt64? {
      guard let value = unsafe read(type, address, isSigned: false) else { return nil }
      return unsafe passA(value)
    }

    /// Loads into register A, sign-extended, goes to the next instruction of the sequence and returns
    /// the value for it; nil if the load needs a closer look.
    @inline(__always)
    mutating func passLoadSigned<Value: FixedWidthInteger & UnsignedInteger>(
      _ type: Value.Type, _ address: UInt64
    ) -> UInt64? {
      guard let value = unsafe read(type, address, isSigned: true) else { return nil }
      return unsafe passA(signExtended(value, as: type))
    }

    /// Counts that the block is entered whose first instruction is the next.
    @inline(__always)
    mutating func countEntry() {
      if let counts = unsafe context.pointee.entryCounts {
        unsafe counts[ip - context.pointee.base] &+= 1
      }
      unsafe ip += 1
    }
  }
#endif
