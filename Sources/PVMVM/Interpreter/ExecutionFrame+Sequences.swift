#if !hasFeature(Embedded)
  // What the operations of sequences do at all instructions but the last.

  extension ExecutionFrame {
    /// Sets register A, goes to the next instruction of the sequence and returns the value for it.
    @inline(__always) @discardableResult
    mutating func passA<Observer: ExecutionObserver>(
      _ value: UInt64, _ observer: inout Observer
    ) -> UInt64 {
      unsafe finishA(value)
      unsafe notify(&observer)
      return value
    }

    /// Sets register D, goes to the next instruction of the sequence and returns the value for it.
    @inline(__always) @discardableResult
    mutating func passD<Observer: ExecutionObserver>(
      _ value: UInt64, _ observer: inout Observer
    ) -> UInt64 {
      unsafe finishD(value)
      unsafe notify(&observer)
      return value
    }

    /// Loads into register A, goes to the next instruction of the sequence and returns the value for
    /// it; nil if the load needs a closer look.
    @inline(__always)
    mutating func passLoad<Value, Observer>(
      _ type: Value.Type, _ address: UInt64, _ observer: inout Observer
    ) -> UInt64?
    where Value: FixedWidthInteger & UnsignedInteger, Observer: ExecutionObserver {
      guard let value = unsafe read(type, address, isSigned: false) else { return nil }
      return unsafe passA(value, &observer)
    }

    /// Loads into register A, sign-extended, goes to the next instruction of the sequence and returns
    /// the value for it; nil if the load needs a closer look.
    @inline(__always)
    mutating func passLoadSigned<Value, Observer>(
      _ type: Value.Type, _ address: UInt64, _ observer: inout Observer
    ) -> UInt64?
    where Value: FixedWidthInteger & UnsignedInteger, Observer: ExecutionObserver {
      guard let value = unsafe read(type, address, isSigned: true) else { return nil }
      return unsafe passA(signExtended(value, as: type), &observer)
    }

    /// Stores and goes to the next instruction of the sequence; false if the store needs a closer look.
    @inline(__always)
    mutating func passStore<Value, Observer>(
      _ type: Value.Type, _ address: UInt64, _ value: UInt64, _ observer: inout Observer
    ) -> Bool
    where Value: FixedWidthInteger & UnsignedInteger, Observer: ExecutionObserver {
      if unsafe !store(type, address, value) { return false }
      unsafe notify(&observer)
      return true
    }
  }
#endif
