extension InstructionTable {
  /// The instructions of the threads proposal.
  static let atomicRows: [InstructionRow] = [
    InstructionRow(0xFE03, "atomic.fence", .atomicFence, Signature([], []), .threads),
    .atomic(.memoryAtomicNotify, "memory.atomic.notify", .binary(.i32), bytes: 4),
    .atomic(
      .memoryAtomicWait32, "memory.atomic.wait32", Signature([.i32, .i32, .i64], [.i32]), bytes: 4),
    .atomic(
      .memoryAtomicWait64, "memory.atomic.wait64", Signature([.i32, .i64, .i64], [.i32]), bytes: 8),
    .atomic(.i32AtomicLoad, "i32.atomic.load", .conversion(.i32, .i32), bytes: 4),
    .atomic(.i64AtomicLoad, "i64.atomic.load", .conversion(.i32, .i64), bytes: 8),
    .atomic(.i32AtomicLoad8U, "i32.atomic.load8_u", .conversion(.i32, .i32), bytes: 1),
    .atomic(.i32AtomicLoad16U, "i32.atomic.load16_u", .conversion(.i32, .i32), bytes: 2),
    .atomic(.i64AtomicLoad8U, "i64.atomic.load8_u", .conversion(.i32, .i64), bytes: 1),
    .atomic(.i64AtomicLoad16U, "i64.atomic.load16_u", .conversion(.i32, .i64), bytes: 2),
    .atomic(.i64AtomicLoad32U, "i64.atomic.load32_u", .conversion(.i32, .i64), bytes: 4),
    .atomic(.i32AtomicStore, "i32.atomic.store", Signature([.i32, .i32], []), bytes: 4),
    .atomic(.i64AtomicStore, "i64.atomic.store", Signature([.i32, .i64], []), bytes: 8),
    .atomic(.i32AtomicStore8, "i32.atomic.store8", Signature([.i32, .i32], []), bytes: 1),
    .atomic(.i32AtomicStore16, "i32.atomic.store16", Signature([.i32, .i32], []), bytes: 2),
    .atomic(.i64AtomicStore8, "i64.atomic.store8", Signature([.i32, .i64], []), bytes: 1),
    .atomic(.i64AtomicStore16, "i64.atomic.store16", Signature([.i32, .i64], []), bytes: 2),
    .atomic(.i64AtomicStore32, "i64.atomic.store32", Signature([.i32, .i64], []), bytes: 4),
    .atomic(.i32AtomicRmwAdd, "i32.atomic.rmw.add", Signature([.i32, .i32], [.i32]), bytes: 4),
    .atomic(.i64AtomicRmwAdd, "i64.atomic.rmw.add", Signature([.i32, .i64], [.i64]), bytes: 8),
    .atomic(
      .i32AtomicRmw8AddU, "i32.atomic.rmw8.add_u", Signature([.i32, .i32], [.i32]), bytes: 1),
    .atomic(
      .i32AtomicRmw16AddU, "i32.atomic.rmw16.add_u", Signature([.i32, .i32], [.i32]), bytes: 2),
    .atomic(
      .i64AtomicRmw8AddU, "i64.atomic.rmw8.add_u", Signature([.i32, .i64], [.i64]), bytes: 1),
    .atomic(
      .i64AtomicRmw16AddU, "i64.atomic.rmw16.add_u", Signature([.i32, .i64], [.i64]), bytes: 2),
    .atomic(
      .i64AtomicRmw32AddU, "i64.atomic.rmw32.add_u", Signature([.i32, .i64], [.i64]), bytes: 4),
    .atomic(.i32AtomicRmwSub, "i32.atomic.rmw.sub", Signature([.i32, .i32], [.i32]), bytes: 4),
    .atomic(.i64AtomicRmwSub, "i64.atomic.rmw.sub", Signature([.i32, .i64], [.i64]), bytes: 8),
    .atomic(
      .i32AtomicRmw8SubU, "i32.atomic.rmw8.sub_u", Signature([.i32, .i32], [.i32]), bytes: 1),
    .atomic(
      .i32AtomicRmw16SubU, "i32.atomic.rmw16.sub_u", Signature([.i32, .i32], [.i32]), bytes: 2),
    .atomic(
      .i64AtomicRmw8SubU, "i64.atomic.rmw8.sub_u", Signature([.i32, .i64], [.i64]), bytes: 1),
    .atomic(
      .i64AtomicRmw16SubU, "i64.atomic.rmw16.sub_u", Signature([.i32, .i64], [.i64]), bytes: 2),
    .atomic(
      .i64AtomicRmw32SubU, "i64.atomic.rmw32.sub_u", Signature([.i32, .i64], [.i64]), bytes: 4),
    .atomic(.i32AtomicRmwAnd, "i32.atomic.rmw.and", Signature([.i32, .i32], [.i32]), bytes: 4),
    .atomic(.i64AtomicRmwAnd, "i64.atomic.rmw.and", Signature([.i32, .i64], [.i64]), bytes: 8),
    .atomic(
      .i32AtomicRmw8AndU, "i32.atomic.rmw8.and_u", Signature([.i32, .i32], [.i32]), bytes: 1),
    .atomic(
      .i32AtomicRmw16AndU, "i32.atomic.rmw16.and_u", Signature([.i32, .i32], [.i32]), bytes: 2),
    .atomic(
      .i64AtomicRmw8AndU, "i64.atomic.rmw8.and_u", Signature([.i32, .i64], [.i64]), bytes: 1),
    .atomic(
      .i64AtomicRmw16AndU, "i64.atomic.rmw16.and_u", Signature([.i32, .i64], [.i64]), bytes: 2),
    .atomic(
      .i64AtomicRmw32AndU, "i64.atomic.rmw32.and_u", Signature([.i32, .i64], [.i64]), bytes: 4),
    .atomic(.i32AtomicRmwOr, "i32.atomic.rmw.or", Signature([.i32, .i32], [.i32]), bytes: 4),
    .atomic(.i64AtomicRmwOr, "i64.atomic.rmw.or", Signature([.i32, .i64], [.i64]), bytes: 8),
    .atomic(.i32AtomicRmw8OrU, "i32.atomic.rmw8.or_u", Signature([.i32, .i32], [.i32]), bytes: 1),
    .atomic(
      .i32AtomicRmw16OrU, "i32.atomic.rmw16.or_u", Signature([.i32, .i32], [.i32]), bytes: 2),
    .atomic(.i64AtomicRmw8OrU, "i64.atomic.rmw8.or_u", Signature([.i32, .i64], [.i64]), bytes: 1),
    .atomic(
      .i64AtomicRmw16OrU, "i64.atomic.rmw16.or_u", Signature([.i32, .i64], [.i64]), bytes: 2),
    .atomic(
      .i64AtomicRmw32OrU, "i64.atomic.rmw32.or_u", Signature([.i32, .i64], [.i64]), bytes: 4),
    .atomic(.i32AtomicRmwXor, "i32.atomic.rmw.xor", Signature([.i32, .i32], [.i32]), bytes: 4),
    .atomic(.i64AtomicRmwXor, "i64.atomic.rmw.xor", Signature([.i32, .i64], [.i64]), bytes: 8),
    .atomic(
      .i32AtomicRmw8XorU, "i32.atomic.rmw8.xor_u", Signature([.i32, .i32], [.i32]), bytes: 1),
    .atomic(
      .i32AtomicRmw16XorU, "i32.atomic.rmw16.xor_u", Signature([.i32, .i32], [.i32]), bytes: 2),
    .atomic(
      .i64AtomicRmw8XorU, "i64.atomic.rmw8.xor_u", Signature([.i32, .i64], [.i64]), bytes: 1),
    .atomic(
      .i64AtomicRmw16XorU, "i64.atomic.rmw16.xor_u", Signature([.i32, .i64], [.i64]), bytes: 2),
    .atomic(
      .i64AtomicRmw32XorU, "i64.atomic.rmw32.xor_u", Signature([.i32, .i64], [.i64]), bytes: 4),
    .atomic(.i32AtomicRmwXchg, "i32.atomic.rmw.xchg", Signature([.i32, .i32], [.i32]), bytes: 4),
    .atomic(.i64AtomicRmwXchg, "i64.atomic.rmw.xchg", Signature([.i32, .i64], [.i64]), bytes: 8),
    .atomic(
      .i32AtomicRmw8XchgU, "i32.atomic.rmw8.xchg_u", Signature([.i32, .i32], [.i32]), bytes: 1),
    .atomic(
      .i32AtomicRmw16XchgU, "i32.atomic.rmw16.xchg_u", Signature([.i32, .i32], [.i32]), bytes: 2),
    .atomic(
      .i64AtomicRmw8XchgU, "i64.atomic.rmw8.xchg_u", Signature([.i32, .i64], [.i64]), bytes: 1),
    .atomic(
      .i64AtomicRmw16XchgU, "i64.atomic.rmw16.xchg_u", Signature([.i32, .i64], [.i64]), bytes: 2),
    .atomic(
      .i64AtomicRmw32XchgU, "i64.atomic.rmw32.xchg_u", Signature([.i32, .i64], [.i64]), bytes: 4),
    .atomic(
      .i32AtomicRmwCmpxchg, "i32.atomic.rmw.cmpxchg", Signature([.i32, .i32, .i32], [.i32]),
      bytes: 4),
    .atomic(
      .i64AtomicRmwCmpxchg, "i64.atomic.rmw.cmpxchg", Signature([.i32, .i64, .i64], [.i64]),
      bytes: 8),
    .atomic(
      .i32AtomicRmw8CmpxchgU, "i32.atomic.rmw8.cmpxchg_u", Signature([.i32, .i32, .i32], [.i32]),
      bytes: 1),
    .atomic(
      .i32AtomicRmw16CmpxchgU, "i32.atomic.rmw16.cmpxchg_u", Signature([.i32, .i32, .i32], [.i32]),
      bytes: 2),
    .atomic(
      .i64AtomicRmw8CmpxchgU, "i64.atomic.rmw8.cmpxchg_u", Signature([.i32, .i64, .i64], [.i64]),
      bytes: 1),
    .atomic(
      .i64AtomicRmw16CmpxchgU, "i64.atomic.rmw16.cmpxchg_u", Signature([.i32, .i64, .i64], [.i64]),
      bytes: 2),
    .atomic(
      .i64AtomicRmw32CmpxchgU, "i64.atomic.rmw32.cmpxchg_u", Signature([.i32, .i64, .i64], [.i64]),
      bytes: 4),
  ]
}
