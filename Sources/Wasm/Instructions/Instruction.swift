/// One decoded instruction with its immediates.
///
/// Index immediates are valid indices once the validator has passed the instruction on. Instructions that
/// differ only in what they compute share a case and are told apart by an operator.
public enum Instruction: Hashable, Sendable {
  // Control. A label is given by the number of blocks between it and the branch.

  /// `unreachable`.
  case unreachable
  /// `nop`.
  case nop
  /// `block`.
  case block(BlockType)
  /// `loop`.
  case loop(BlockType)
  /// `if`.
  case `if`(BlockType)
  /// `else`.
  case `else`
  /// `end`, also the one that ends the function.
  case end
  /// `br` to a label.
  case br(Int)
  /// `br_if` to a label.
  case brIf(Int)
  /// `br_table`.
  case brTable(BranchTable)
  /// `return`.
  case `return`
  /// `call` of a function.
  case call(Int)
  /// `call_indirect`, which expects a function of a type.
  case callIndirect(type: Int, table: Int)
  /// `return_call` of a function.
  case returnCall(Int)
  /// `return_call_indirect`, which expects a function of a type.
  case returnCallIndirect(type: Int, table: Int)

  // Exceptions: throwing, `try` in its older form, and `try_table`.

  /// `throw` with a tag.
  case `throw`(Int)
  /// `throw_ref`.
  case throwRef
  /// `try`.
  case `try`(BlockType)
  /// `catch` of a tag.
  case `catch`(Int)
  /// `catch_all`.
  case catchAll
  /// `delegate` to what is around a label.
  case delegate(Int)
  /// `rethrow` of what the `catch` of a label has caught.
  case rethrow(Int)
  /// `try_table`.
  case tryTable(TryTable)

  // Parametric

  /// `drop`.
  case drop
  /// `select` without type.
  case select
  /// `select` with a type.
  case selectTyped(ValueType)

  // Variables

  /// `local.get`; locals count from the first parameter.
  case localGet(Int)
  /// `local.set`.
  case localSet(Int)
  /// `local.tee`.
  case localTee(Int)
  /// `global.get`.
  case globalGet(Int)
  /// `global.set`.
  case globalSet(Int)

  // References and tables

  /// `ref.null` of a type.
  case refNull(ValueType)
  /// `ref.is_null`.
  case refIsNull
  /// `ref.func` of a function.
  case refFunc(Int)
  /// `table.get`.
  case tableGet(Int)
  /// `table.set`.
  case tableSet(Int)
  /// `table.size`.
  case tableSize(Int)
  /// `table.grow`.
  case tableGrow(Int)
  /// `table.fill`.
  case tableFill(Int)
  /// `table.copy`.
  case tableCopy(destination: Int, source: Int)
  /// `table.init` from an element segment.
  case tableInit(table: Int, segment: Int)
  /// `elem.drop` of an element segment.
  case elemDrop(Int)

  // Memory

  /// A scalar load.
  case load(LoadOperator, MemoryArgument)
  /// A scalar store.
  case store(StoreOperator, MemoryArgument)
  /// `memory.size`.
  case memorySize(Int)
  /// `memory.grow`.
  case memoryGrow(Int)
  /// `memory.fill`.
  case memoryFill(Int)
  /// `memory.copy`.
  case memoryCopy(destination: Int, source: Int)
  /// `memory.init` from a data segment.
  case memoryInit(memory: Int, segment: Int)
  /// `data.drop` of a data segment.
  case dataDrop(Int)

  // Numbers

  /// `i32.const`.
  case i32Const(Int32)
  /// `i64.const`.
  case i64Const(Int64)
  /// `f32.const` of a number with these IEEE 754 bits.
  case f32Const(UInt32)
  /// `f64.const` of a number with these IEEE 754 bits.
  case f64Const(UInt64)
  /// An operator without immediates.
  case numeric(NumericOperator)
  /// A wide-arithmetic operator.
  case wide(WideOperator)

  // Vectors

  /// `v128.const`.
  case v128Const(V128)
  /// `i8x16.shuffle` with its sixteen lane numbers, each below 32.
  case shuffle(V128)
  /// An operator without immediates.
  case simd(SIMDOperator)
  /// An operator on one lane.
  case simdLane(SIMDLaneOperator, lane: UInt8)
  /// A load of a whole vector.
  case simdLoad(SIMDLoadOperator, MemoryArgument)
  /// `v128.store`.
  case simdStore(MemoryArgument)
  /// A load of one lane.
  case simdLoadLane(SIMDLoadLaneOperator, MemoryArgument, lane: UInt8)
  /// A store of one lane.
  case simdStoreLane(SIMDStoreLaneOperator, MemoryArgument, lane: UInt8)

  // Threads

  /// An atomic access to memory.
  case atomic(AtomicOperator, MemoryArgument)
  /// `atomic.fence`.
  case atomicFence
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

/// A block with what happens to exceptions in it.
public struct TryTable: Hashable, Sendable {
  /// The block's type.
  public var type: BlockType

  /// What catches which exception, the first that suits; labels count from the block around.
  public var clauses: [CatchClause]

  /// Creates a block.
  public init(type: BlockType, clauses: [CatchClause]) {
    self.type = type
    self.clauses = clauses
  }
}

/// A clause of a `try_table`.
public struct CatchClause: Hashable, Sendable {
  /// The tag of the exceptions it catches, nil for all.
  public var tag: Int?

  /// Whether the branch takes a reference to the exception along, behind its values.
  public var takesReference: Bool

  /// The label that it branches to.
  public var label: Int

  /// Creates a clause.
  public init(tag: Int?, takesReference: Bool, label: Int) {
    self.tag = tag
    self.takesReference = takesReference
    self.label = label
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
    case .throw: 0x08
    case .throwRef: 0x0A
    case .try: 0x06
    case .catch: 0x07
    case .catchAll: 0x19
    case .delegate: 0x18
    case .rethrow: 0x09
    case .tryTable: 0x1F
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
    case .atomic(let op, _): op.rawValue
    case .atomicFence: 0xFE03
    }
  }

  /// The name in the text format, such as `i32.add`.
  public var name: String {
    InstructionTable.shared.row(for: opcode)?.name.description ?? ""
  }
}
