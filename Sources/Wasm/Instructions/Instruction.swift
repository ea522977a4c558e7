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
