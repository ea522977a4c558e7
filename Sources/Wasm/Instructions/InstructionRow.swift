/// What the module knows about one instruction: the decoder and the validator are driven by it.
public struct InstructionRow: Sendable {
  /// The opcode byte, or for an instruction with a prefix the prefix byte times 256 plus the code after it. Codes of
  /// 256 and more after the prefix 0xFD count from 0 again, after ``secondVectorPage``.
  public let opcode: UInt16

  /// What stands for the prefix 0xFD before codes of 256 to 511.
  public static let secondVectorPage: UInt16 = 0xFF

  /// The name in the text format, such as `i32.add`.
  public let name: StaticString

  /// The proposals that brought the instruction; empty for WebAssembly 1.0.
  public let features: Features

  /// What it takes from the operand stack and leaves there, or nil when that depends on more than the opcode.
  public let signature: Signature?

  /// Which case of ``Instruction`` it becomes, which tells the immediates to read.
  let form: Form

  /// For an access to memory the logarithm to base 2 of its size in bytes.
  let naturalAlignment: UInt8

  /// For an instruction with a lane immediate the number of lanes.
  let laneCount: UInt8

  /// Creates a row.
  @inline(never)
  init(
    _ opcode: UInt16, _ name: StaticString, _ form: Form, _ signature: Signature? = nil,
    _ features: Features = [], naturalAlignment: Int = 0, laneCount: Int = 0
  ) {
    self.opcode = opcode
    self.name = name
    self.features = features
    self.signature = signature
    self.form = form
    self.naturalAlignment = UInt8(naturalAlignment)
    self.laneCount = UInt8(laneCount)
  }

  /// The prefix byte that an opcode begins with, if there is one, and the code after it.
  public static func parts(of opcode: UInt16) -> (prefix: UInt8?, code: UInt32) {
    switch opcode >> 8 {
    case 0: (nil, UInt32(opcode))
    case secondVectorPage: (0xFD, 256 + UInt32(opcode & 0xFF))
    case let prefix: (UInt8(prefix), UInt32(opcode & 0xFF))
    }
  }

  /// The cases of ``Instruction`` without their immediates.
  enum Form: Sendable {
    case unreachable, nop, block, loop, `if`, `else`, end, br, brIf, brTable, `return`
    case call, callIndirect, returnCall, returnCallIndirect
    case `throw`, throwRef, `try`, `catch`, catchAll, delegate, rethrow, tryTable
    case drop, select, selectTyped
    case localGet, localSet, localTee, globalGet, globalSet
    case refNull, refIsNull, refFunc
    case tableGet, tableSet, tableSize, tableGrow, tableFill, tableCopy, tableInit, elemDrop
    case memorySize, memoryGrow, memoryFill, memoryCopy, memoryInit, dataDrop
    case i32Const, i64Const, f32Const, f64Const, v128Const, shuffle, simdStore
    case load(LoadOperator)
    case store(StoreOperator)
    case numeric(NumericOperator)
    case wide(WideOperator)
    case simd(SIMDOperator)
    case simdLane(SIMDLaneOperator)
    case simdLoad(SIMDLoadOperator)
    case simdLoadLane(SIMDLoadLaneOperator)
    case simdStoreLane(SIMDStoreLaneOperator)
    case atomic(AtomicOperator)
    case atomicFence
  }
}

/// The operands and results of an instruction whose type is the same wherever it stands.
public struct Signature: Sendable {
  /// Up to four operand types, the deepest first, then padding.
  let paddedOperands: InlineArray<4, ValueType>

  /// Up to four result types, the deepest first, then padding.
  let paddedResults: InlineArray<4, ValueType>

  /// The number of operands.
  let operandCount: Int8

  /// The number of results.
  let resultCount: Int8

  /// Creates a signature of at most four operands and four results.
  // Not inlined, as what makes rows of it: the initializers of the tables would have thousands of variables, on which LLVM spends minutes.
  @inline(never)
  init(_ operands: [ValueType], _ results: [ValueType]) {
    paddedOperands = InlineArray { $0 < operands.count ? operands[$0] : .i32 }
    paddedResults = InlineArray { $0 < results.count ? results[$0] : .i32 }
    operandCount = Int8(operands.count)
    resultCount = Int8(results.count)
  }

  /// The operand types, the deepest first.
  public var operands: [ValueType] { (0..<Int(operandCount)).map { paddedOperands[$0] } }

  /// The result types, the deepest first.
  public var results: [ValueType] { (0..<Int(resultCount)).map { paddedResults[$0] } }

  /// One operand and a result of the same type.
  static func unary(_ type: ValueType) -> Signature { Signature([type], [type]) }

  /// Two operands and a result of the same type.
  static func binary(_ type: ValueType) -> Signature { Signature([type, type], [type]) }

  /// One operand and a truth value.
  static func test(_ type: ValueType) -> Signature { Signature([type], [.i32]) }

  /// Two operands of the same type and a truth value.
  static func comparison(_ type: ValueType) -> Signature { Signature([type, type], [.i32]) }

  /// One operand and one result.
  static func conversion(_ operand: ValueType, _ result: ValueType) -> Signature {
    Signature([operand], [result])
  }
}

// How the operator families fill their rows.
extension InstructionRow {
  /// A numeric instruction.
  @inline(never)
  static func numeric(
    _ op: NumericOperator, _ name: StaticString, _ signature: Signature, _ features: Features = []
  ) -> InstructionRow {
    InstructionRow(op.rawValue, name, .numeric(op), signature, features)
  }

  /// A wide-arithmetic instruction: some operands and two results, all `i64`.
  @inline(never)
  static func wide(
    _ op: WideOperator, _ name: StaticString, operands: Int
  ) -> InstructionRow {
    let signature = Signature(Array(repeating: .i64, count: operands), [.i64, .i64])
    return InstructionRow(op.rawValue, name, .wide(op), signature, .wideArithmetic)
  }

  /// A scalar load of a value from so many bytes.
  @inline(never)
  static func load(
    _ op: LoadOperator, _ name: StaticString, _ type: ValueType, bytes: Int
  ) -> InstructionRow {
    InstructionRow(
      op.rawValue, name, .load(op), .conversion(.i32, type),
      naturalAlignment: bytes.trailingZeroBitCount)
  }

  /// A scalar store of a value to so many bytes.
  @inline(never)
  static func store(
    _ op: StoreOperator, _ name: StaticString, _ type: ValueType, bytes: Int
  ) -> InstructionRow {
    InstructionRow(
      op.rawValue, name, .store(op), Signature([.i32, type], []),
      naturalAlignment: bytes.trailingZeroBitCount)
  }

  /// A vector instruction without immediates.
  @inline(never)
  static func simd(
    _ op: SIMDOperator, _ name: StaticString, _ signature: Signature
  ) -> InstructionRow {
    InstructionRow(op.rawValue, name, .simd(op), signature, .simd)
  }

  /// A vector instruction that names one of so many lanes.
  @inline(never)
  static func simdLane(
    _ op: SIMDLaneOperator, _ name: StaticString, _ signature: Signature, lanes: Int
  ) -> InstructionRow {
    InstructionRow(op.rawValue, name, .simdLane(op), signature, .simd, laneCount: lanes)
  }

  /// A vector load of so many bytes.
  @inline(never)
  static func simdLoad(
    _ op: SIMDLoadOperator, _ name: StaticString, bytes: Int
  ) -> InstructionRow {
    InstructionRow(
      op.rawValue, name, .simdLoad(op), .conversion(.i32, .v128), .simd,
      naturalAlignment: bytes.trailingZeroBitCount)
  }

  /// A load of a lane of so many bytes.
  @inline(never)
  static func simdLoadLane(
    _ op: SIMDLoadLaneOperator, _ name: StaticString, bytes: Int
  ) -> InstructionRow {
    InstructionRow(
      op.rawValue, name, .simdLoadLane(op), Signature([.i32, .v128], [.v128]), .simd,
      naturalAlignment: bytes.trailingZeroBitCount, laneCount: 16 / bytes)
  }

  /// A store of a lane of so many bytes.
  @inline(never)
  static func simdStoreLane(
    _ op: SIMDStoreLaneOperator, _ name: StaticString, bytes: Int
  ) -> InstructionRow {
    InstructionRow(
      op.rawValue, name, .simdStoreLane(op), Signature([.i32, .v128], []), .simd,
      naturalAlignment: bytes.trailingZeroBitCount, laneCount: 16 / bytes)
  }

  /// An atomic access to so many bytes.
  @inline(never)
  static func atomic(
    _ op: AtomicOperator, _ name: StaticString, _ signature: Signature, bytes: Int
  ) -> InstructionRow {
    InstructionRow(
      op.rawValue, name, .atomic(op), signature, .threads,
      naturalAlignment: bytes.trailingZeroBitCount)
  }
}
