/// All instructions by opcode.
public struct InstructionTable: Sendable {
  /// The table of everything this module knows.
  public static let shared = InstructionTable()

  /// The rows, in no particular order.
  public let rows: [InstructionRow]

  /// The row number for each of the opcodes without prefix, with prefix 0xFC and with prefix 0xFD, 256 each, then for
  /// those with prefix 0xFD beyond the first 256 and for those with prefix 0xFE.
  let rowNumbers: [UInt16]

  /// The entry of ``rowNumbers`` for a byte that is no opcode.
  static let noRow = UInt16.max

  /// Collects the rows.
  private init() {
    rows =
      Self.controlRows + Self.exceptionRows + Self.parametricRows + Self.variableRows
      + Self.referenceRows
      + Self.tableRows + Self.memoryRows + Self.constantRows + Self.loadRows + Self.storeRows
      + Self.numericRows + Self.wideRows + Self.simdRows + Self.simdLaneRows + Self.simdLoadRows
      + Self.simdLoadLaneRows + Self.simdStoreLaneRows + Self.relaxedRows + Self.atomicRows
    var numbers = [UInt16](repeating: Self.noRow, count: 5 * 256)
    for (number, row) in rows.enumerated() {
      numbers[Self.slot(of: row.opcode)] = UInt16(number)
    }
    rowNumbers = numbers
  }

  /// The row of an opcode, or nil when there is no such instruction.
  public func row(for opcode: UInt16) -> InstructionRow? {
    let number = Int(rowNumbers[Self.slot(of: opcode)])
    guard number < rows.count, rows[number].opcode == opcode else { return nil }
    return rows[number]
  }

  /// Where ``rowNumbers`` has an opcode.
  private static func slot(of opcode: UInt16) -> Int {
    switch opcode >> 8 {
    case 0xFC: 256 + Int(opcode & 0xFF)
    case 0xFD: 512 + Int(opcode & 0xFF)
    case InstructionRow.secondVectorPage: 768 + Int(opcode & 0xFF)
    case 0xFE: 1024 + Int(opcode & 0xFF)
    default: Int(opcode & 0xFF)
    }
  }
}

extension InstructionTable {
  /// Blocks, branches and calls.
  static let controlRows: [InstructionRow] = [
    InstructionRow(0x00, "unreachable", .unreachable),
    InstructionRow(0x01, "nop", .nop, Signature([], [])),
    InstructionRow(0x02, "block", .block),
    InstructionRow(0x03, "loop", .loop),
    InstructionRow(0x04, "if", .if),
    InstructionRow(0x05, "else", .else),
    InstructionRow(0x0B, "end", .end),
    InstructionRow(0x0C, "br", .br),
    InstructionRow(0x0D, "br_if", .brIf),
    InstructionRow(0x0E, "br_table", .brTable),
    InstructionRow(0x0F, "return", .return),
    InstructionRow(0x10, "call", .call),
    InstructionRow(0x11, "call_indirect", .callIndirect),
    InstructionRow(0x12, "return_call", .returnCall, nil, .tailCalls),
    InstructionRow(0x13, "return_call_indirect", .returnCallIndirect, nil, .tailCalls),
  ]

  /// Exceptions.
  static let exceptionRows: [InstructionRow] = [
    InstructionRow(0x06, "try", .try, nil, .exceptions),
    InstructionRow(0x07, "catch", .catch, nil, .exceptions),
    InstructionRow(0x08, "throw", .throw, nil, .exceptions),
    InstructionRow(0x09, "rethrow", .rethrow, nil, .exceptions),
    InstructionRow(0x0A, "throw_ref", .throwRef, nil, .exceptions),
    InstructionRow(0x18, "delegate", .delegate, nil, .exceptions),
    InstructionRow(0x19, "catch_all", .catchAll, nil, .exceptions),
    InstructionRow(0x1F, "try_table", .tryTable, nil, .exceptions),
  ]

  /// Instructions on operands of any type.
  static let parametricRows: [InstructionRow] = [
    InstructionRow(0x1A, "drop", .drop),
    InstructionRow(0x1B, "select", .select),
    InstructionRow(0x1C, "select", .selectTyped, nil, .referenceTypes),
  ]

  /// Locals and globals.
  static let variableRows: [InstructionRow] = [
    InstructionRow(0x20, "local.get", .localGet),
    InstructionRow(0x21, "local.set", .localSet),
    InstructionRow(0x22, "local.tee", .localTee),
    InstructionRow(0x23, "global.get", .globalGet),
    InstructionRow(0x24, "global.set", .globalSet),
  ]

  /// References.
  static let referenceRows: [InstructionRow] = [
    InstructionRow(0xD0, "ref.null", .refNull, nil, .referenceTypes),
    InstructionRow(0xD1, "ref.is_null", .refIsNull, nil, .referenceTypes),
    InstructionRow(0xD2, "ref.func", .refFunc, Signature([], [.funcref]), .referenceTypes),
  ]

  /// Tables and element segments.
  static let tableRows: [InstructionRow] = [
    InstructionRow(0x25, "table.get", .tableGet, nil, .referenceTypes),
    InstructionRow(0x26, "table.set", .tableSet, nil, .referenceTypes),
    InstructionRow(
      0xFC0C, "table.init", .tableInit, Signature([.i32, .i32, .i32], []), .bulkMemory),
    InstructionRow(0xFC0D, "elem.drop", .elemDrop, Signature([], []), .bulkMemory),
    InstructionRow(
      0xFC0E, "table.copy", .tableCopy, Signature([.i32, .i32, .i32], []), .bulkMemory),
    InstructionRow(0xFC0F, "table.grow", .tableGrow, nil, .referenceTypes),
    InstructionRow(0xFC10, "table.size", .tableSize, Signature([], [.i32]), .referenceTypes),
    InstructionRow(0xFC11, "table.fill", .tableFill, nil, .referenceTypes),
  ]

  /// Linear memory beyond loads and stores, and data segments.
  static let memoryRows: [InstructionRow] = [
    InstructionRow(0x3F, "memory.size", .memorySize, Signature([], [.i32])),
    InstructionRow(0x40, "memory.grow", .memoryGrow, .unary(.i32)),
    InstructionRow(
      0xFC08, "memory.init", .memoryInit, Signature([.i32, .i32, .i32], []), .bulkMemory),
    InstructionRow(0xFC09, "data.drop", .dataDrop, Signature([], []), .bulkMemory),
    InstructionRow(
      0xFC0A, "memory.copy", .memoryCopy, Signature([.i32, .i32, .i32], []), .bulkMemory),
    InstructionRow(
      0xFC0B, "memory.fill", .memoryFill, Signature([.i32, .i32, .i32], []), .bulkMemory),
    InstructionRow(
      0xFD0B, "v128.store", .simdStore, Signature([.i32, .v128], []), .simd, naturalAlignment: 4),
  ]

  /// Constants, and the shuffle whose immediate looks like one.
  static let constantRows: [InstructionRow] = [
    InstructionRow(0x41, "i32.const", .i32Const, Signature([], [.i32])),
    InstructionRow(0x42, "i64.const", .i64Const, Signature([], [.i64])),
    InstructionRow(0x43, "f32.const", .f32Const, Signature([], [.f32])),
    InstructionRow(0x44, "f64.const", .f64Const, Signature([], [.f64])),
    InstructionRow(0xFD0C, "v128.const", .v128Const, Signature([], [.v128]), .simd),
    InstructionRow(0xFD0D, "i8x16.shuffle", .shuffle, .binary(.v128), .simd, laneCount: 32),
  ]
}
