/// One decoded instruction with its immediates.
///
/// Index immediates are valid indices once the validator has passed the instruction on. Instructions that
/// differ only in what they compute share a case and are told apart by an operator.
public enum Instruction: Hashable, Sendable {
  // Control

  case unreachable
  case nop
  case block(BlockType)
  case loop(BlockType)
  case `if`(BlockType)
  case `else`
  case end
  case br(Int)
  case brIf(Int)
  case brTable(BranchTable)
  case `return`
  case call(Int)
  case callIndirect(type: Int, table: Int)
  case returnCall(Int)
  case returnCallIndirect(type: Int, table: Int)

  // Parametric

  case drop
  case select
  case selectTyped(ValueType)

  // Variables

  case localGet(Int)
  case localSet(Int)
  case localTee(Int)
  case globalGet(Int)
  case globalSet(Int)

  // References and tables

  case refNull(ValueType)
  case refIsNull
  case refFunc(Int)
  case tableGet(Int)
  case tableSet(Int)
  case tableSize(Int)
  case tableGrow(Int)
  case tableFill(Int)
  case tableCopy(destination: Int, source: Int)
  case tableInit(table: Int, segment: Int)
  case elemDrop(Int)

  // Memory

  case load(LoadOperator, MemoryArgument)
  case store(StoreOperator, MemoryArgument)
  case memorySize(Int)
  case memoryGrow(Int)
  case memoryFill(Int)
  case memoryCopy(destination: Int, source: Int)
  case memoryInit(memory: Int, segment: Int)
  case dataDrop(Int)

  // Numbers

  case i32Const(Int32)
  case i64Const(Int64)
  /// A constant by its IEEE 754 bits.
  case f32Const(UInt32)
  /// A constant by its IEEE 754 bits.
  case f64Const(UInt64)
  case numeric(NumericOperator)
  case wide(WideOperator)

  // Vectors

  case v128Const(V128)
  /// `i8x16.shuffle` with its sixteen lane numbers, each below 32.
  case shuffle(V128)
  case simd(SIMDOperator)
  case simdLane(SIMDLaneOperator, lane: UInt8)
  case simdLoad(SIMDLoadOperator, MemoryArgument)
  /// `v128.store`.
  case simdStore(MemoryArgument)
  case simdLoadLane(SIMDLoadLaneOperator, MemoryArgument, lane: UInt8)
  case simdStoreLane(SIMDStoreLaneOperator, MemoryArgument, lane: UInt8)
}

/// The type of a block, as written in the code.
public enum BlockType: Hashable, Sendable {
  /// No parameters, no results.
  case empty

  /// No parameters, one result.
  case value(ValueType)

  /// The type at this index of ``Module/types``.
  case type(Int)

  /// The parameters and results of the block.
  public func resolved(in module: Module) -> FunctionType {
    switch self {
    case .empty: FunctionType()
    case .value(let type): FunctionType(results: [type])
    case .type(let index): module.types[index]
    }
  }
}

/// Where a load or a store accesses memory, beside its address operand.
public struct MemoryArgument: Hashable, Sendable {
  /// What is added to the address operand, in bytes.
  public var offset: UInt64

  /// The index of the memory.
  public var memory: UInt32

  /// The logarithm to base 2 of the promised alignment in bytes; a hint only.
  public var alignment: UInt8

  /// Creates a memory argument.
  public init(offset: UInt64, memory: UInt32 = 0, alignment: UInt8) {
    self.offset = offset
    self.memory = memory
    self.alignment = alignment
  }
}

/// The labels of a `br_table`.
public struct BranchTable: Hashable, Sendable {
  /// The relative depth of the label for operand 0, 1, 2 and so on.
  public var targets: [UInt32]

  /// The relative depth of the label for every larger operand.
  public var defaultTarget: UInt32

  /// Creates a branch table.
  public init(targets: [UInt32], defaultTarget: UInt32) {
    self.targets = targets
    self.defaultTarget = defaultTarget
  }
}

extension Instruction {
  /// The opcode, as ``InstructionRow/opcode`` defines it.
  public var opcode: UInt16 {
    switch self {
    case .unreachable: 0x00
    case .nop: 0x01
    case .block: 0x02
    case .loop: 0x03
    case .if: 0x04
    case .else: 0x05
    case .end: 0x0B
    case .br: 0x0C
    case .brIf: 0x0D
    case .brTable: 0x0E
    case .return: 0x0F
    case .call: 0x10
    case .callIndirect: 0x11
    case .returnCall: 0x12
    case .returnCallIndirect: 0x13
    case .drop: 0x1A
    case .select: 0x1B
    case .selectTyped: 0x1C
    case .localGet: 0x20
    case .localSet: 0x21
    case .localTee: 0x22
    case .globalGet: 0x23
    case .globalSet: 0x24
    case .tableGet: 0x25
    case .tableSet: 0x26
    case .memorySize: 0x3F
    case .memoryGrow: 0x40
    case .i32Const: 0x41
    case .i64Const: 0x42
    case .f32Const: 0x43
    case .f64Const: 0x44
    case .refNull: 0xD0
    case .refIsNull: 0xD1
    case .refFunc: 0xD2
    case .memoryInit: 0xFC08
    case .dataDrop: 0xFC09
    case .memoryCopy: 0xFC0A
    case .memoryFill: 0xFC0B
    case .tableInit: 0xFC0C
    case .elemDrop: 0xFC0D
    case .tableCopy: 0xFC0E
    case .tableGrow: 0xFC0F
    case .tableSize: 0xFC10
    case .tableFill: 0xFC11
    case .simdStore: 0xFD0B
    case .v128Const: 0xFD0C
    case .shuffle: 0xFD0D
    case .load(let op, _): op.rawValue
    case .store(let op, _): op.rawValue
    case .numeric(let op): op.rawValue
    case .wide(let op): op.rawValue
    case .simd(let op): op.rawValue
    case .simdLane(let op, _): op.rawValue
    case .simdLoad(let op, _): op.rawValue
    case .simdLoadLane(let op, _, _): op.rawValue
    case .simdStoreLane(let op, _, _): op.rawValue
    }
  }

  /// The name in the text format, such as `i32.add`.
  public var name: String {
    InstructionTable.shared.row(for: opcode)?.name.description ?? ""
  }
}
