/// An instruction of the threads proposal that accesses memory.
public enum AtomicOperator: UInt16, InstructionOperator {
  case memoryAtomicNotify = 0xFE00
  case memoryAtomicWait32, memoryAtomicWait64
  case i32AtomicLoad = 0xFE10
  case i64AtomicLoad, i32AtomicLoad8U, i32AtomicLoad16U, i64AtomicLoad8U, i64AtomicLoad16U
  case i64AtomicLoad32U, i32AtomicStore, i64AtomicStore, i32AtomicStore8, i32AtomicStore16
  case i64AtomicStore8, i64AtomicStore16, i64AtomicStore32, i32AtomicRmwAdd, i64AtomicRmwAdd
  case i32AtomicRmw8AddU, i32AtomicRmw16AddU, i64AtomicRmw8AddU, i64AtomicRmw16AddU
  case i64AtomicRmw32AddU, i32AtomicRmwSub, i64AtomicRmwSub, i32AtomicRmw8SubU, i32AtomicRmw16SubU
  case i64AtomicRmw8SubU, i64AtomicRmw16SubU, i64AtomicRmw32SubU, i32AtomicRmwAnd, i64AtomicRmwAnd
  case i32AtomicRmw8AndU, i32AtomicRmw16AndU, i64AtomicRmw8AndU, i64AtomicRmw16AndU
  case i64AtomicRmw32AndU, i32AtomicRmwOr, i64AtomicRmwOr, i32AtomicRmw8OrU, i32AtomicRmw16OrU
  case i64AtomicRmw8OrU, i64AtomicRmw16OrU, i64AtomicRmw32OrU, i32AtomicRmwXor, i64AtomicRmwXor
  case i32AtomicRmw8XorU, i32AtomicRmw16XorU, i64AtomicRmw8XorU, i64AtomicRmw16XorU
  case i64AtomicRmw32XorU, i32AtomicRmwXchg, i64AtomicRmwXchg, i32AtomicRmw8XchgU
  case i32AtomicRmw16XchgU, i64AtomicRmw8XchgU, i64AtomicRmw16XchgU, i64AtomicRmw32XchgU
  case i32AtomicRmwCmpxchg, i64AtomicRmwCmpxchg, i32AtomicRmw8CmpxchgU, i32AtomicRmw16CmpxchgU
  case i64AtomicRmw8CmpxchgU, i64AtomicRmw16CmpxchgU, i64AtomicRmw32CmpxchgU

  /// What an instruction does with memory.
  public enum Action: Hashable, Sendable, CaseIterable {
    /// Wakes those who wait for an address.
    case notify
    /// Waits to be woken.
    case wait
    /// Reads an integer.
    case load
    /// Writes an integer.
    case store
    /// Reads an integer and replaces it by its sum with an operand.
    case add
    /// Reads an integer and replaces it by its difference from an operand.
    case sub
    /// Reads an integer and replaces it by its bits that an operand has too.
    case and
    /// Reads an integer and replaces it by its bits and those of an operand.
    case or
    /// Reads an integer and replaces it by the bits that it or an operand has, but not both.
    case xor
    /// Reads an integer and replaces it by an operand.
    case exchange
    /// Reads an integer and, if it equals an operand, replaces it by another.
    case compareExchange
  }

  /// What the instruction does, how many bytes of memory are concerned, and whether its operands have 64 bits.
  public var shape: (action: Action, bytes: Int, isLong: Bool) {
    switch self {
    case .memoryAtomicNotify: return (.notify, 4, false)
    case .memoryAtomicWait32: return (.wait, 4, false)
    case .memoryAtomicWait64: return (.wait, 8, true)
    default:
      // From 0x10 on each action has seven instructions, in the same order.
      let number = Int(rawValue & 0xFF) - 0x10
      let form: (bytes: Int, isLong: Bool) =
        switch number % 7 {
        case 0: (4, false)
        case 1: (8, true)
        case 2: (1, false)
        case 3: (2, false)
        case 4: (1, true)
        case 5: (2, true)
        default: (4, true)
        }
      return (Action.allCases[2 + number / 7], form.bytes, form.isLong)
    }
  }
}
