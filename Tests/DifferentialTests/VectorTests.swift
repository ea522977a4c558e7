import PVMVM
import TestSupport
import Testing
import Wasm
import WasmPVM
import WasmScript

/// Vector instructions against a model that computes lane by lane, on edge cases and random vectors.
@Suite(.enabled(if: WastTool.wat2wasm != nil, "needs wat2wasm"))
struct VectorTests {
  /// Pairs of vectors and a number.
  private static let inputs: [(left: [UInt8], right: [UInt8], number: UInt32)] = {
    var random = SeededRandom(seed: 16)
    let edges: [UInt8] = [0, 1, 0x7F, 0x80, 0x81, 0xFF, 0xFE, 2, 15, 16, 17]
    func vector() -> [UInt8] {
      switch random.next() % 4 {
      case 0: return (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      case 1: return (0..<16).map { _ in edges[Int(random.next() % UInt64(edges.count))] }
      case 2:
        // Whole lanes at an edge.
        let bytes = 1 << Int(random.next() % 4)
        let lanes = [0, 0x7F, 0x80, 0xFF] as [UInt8]
        return (0..<16 / bytes).flatMap { _ in
          let top = lanes[Int(random.next() % 4)]
          let rest: UInt8 = random.next() % 2 == 0 ? 0 : 0xFF
          return Array(repeating: rest, count: bytes - 1) + [top]
        }
      default: return Array(repeating: edges[Int(random.next() % UInt64(edges.count))], count: 16)
      }
    }
    var inputs: [(left: [UInt8], right: [UInt8], number: UInt32)] = []
    for _ in 0..<60 {
      let left = vector()
      // Equal lanes matter to comparisons.
      let right = random.next() % 4 == 0 ? left : vector()
      inputs.append((left, right, UInt32(truncatingIfNeeded: random.next())))
    }
    return inputs
  }()

  /// A vector as an argument.
  private static func value(_ bytes: [UInt8]) -> WasmValue {
    let words = LaneModel.unsigned(bytes, 64)
    return .v128(V128(low: words[0], high: words[1]))
  }

  /// Every instruction does what the model does, alone in a function.
  @Test(arguments: [OptimizationLevel.zero, .two, .minimumSize])
  func instructions(_ level: OptimizationLevel) throws {
    let operations = LaneModel.operations
    #expect(Set(operations.map(\.name)).count == operations.count)
    let functions = operations.map { operation in
      let operands = (0..<operation.vectors).map { "(local.get \($0))" }
      let number = operation.takesNumber ? ["(local.get 2)"] : []
      return """
        (func (export "\(operation.name)") (param v128 v128 i32)
          (result \(operation.isNumber ? "i32" : "v128"))
          (\(operation.name) \((operands + number).joined(separator: " "))))
        """
    }
    try check(functions, level) { index, input in
      let bytes = operations[index].apply(input.left, input.right, input.number)
      return operations[index].isNumber
        ? .i32(UInt32(LaneModel.unsigned(bytes + Array(repeating: 0, count: 12), 32)[0]))
        : Self.value(bytes)
    }
  }

  /// Chains of instructions through locals, so that operations on the masks of comparisons are combined, and forms of
  /// vectors changed, do what the model does.
  @Test(arguments: [OptimizationLevel.zero, .two, .minimumSize])
  func chains(_ level: OptimizationLevel) throws {
    var random = SeededRandom(seed: 61)
    let steps = LaneModel.operations.filter { !$0.isNumber && $0.vectors > 0 }
    let tests = LaneModel.operations.filter { $0.isNumber && $0.vectors > 0 }
    var functions: [String] = []
    var models: [(_ left: [UInt8], _ right: [UInt8], _ number: UInt32) -> [UInt8]] = []
    for index in 0..<120 {
      var code: [String] = []
      var chosen: [(operation: LaneModel.Operation, first: Int, second: Int)] = []
      for step in 0..<8 {
        let list = random.next() % 3 == 0 ? steps.filter { $0.name.contains("_s") } : steps
        let operation = list[Int(random.next() % UInt64(list.count))]
        let (first, second) = (
          Int(random.next() % UInt64(step + 2)), Int(random.next() % UInt64(step + 2))
        )
        chosen.append((operation, first, second))
        let locals = [first, second].prefix(operation.vectors).map {
          "(local.get \($0 < 2 ? $0 : $0 + 1))"
        }
        let number = operation.takesNumber ? ["(local.get 2)"] : []
        code.append(
          "(local.set \(step + 3) (\(operation.name) \((locals + number).joined(separator: " "))))")
      }
      let test = tests[Int(random.next() % UInt64(tests.count))]
      functions.append(
        """
        (func (export "f\(index)") (param v128 v128 i32) (result i32 v128)
          (local v128 v128 v128 v128 v128 v128 v128 v128)
          \(code.joined(separator: "\n  "))
          (if (result i32) (\(test.name) (local.get 9))
            (then (i32.const 1)) (else (\(test.name) (local.get 10))))
          (local.get 10))
        """)
      let run = chosen
      models.append { left, right, number in
        var values = [left, right]
        for (operation, first, second) in run {
          values.append(operation.apply(values[first], values[second], number))
        }
        let isTrue =
          LaneModel.unsigned(
            test.apply(values[8], [], 0) + Array(repeating: 0, count: 12), 32)[0] != 0
        return (isTrue ? [1, 0, 0, 0] : test.apply(values[9], [], 0)) + values[9]
      }
    }
    try check(functions, level) { index, input in
      let bytes = models[index](input.left, input.right, input.number)
      return [
        .i32(
          UInt32(LaneModel.unsigned(Array(bytes[..<4]) + Array(repeating: 0, count: 12), 32)[0])),
        Self.value(Array(bytes[4...])),
      ]
    }
  }

  /// Shuffles take the bytes that they name.
  @Test(arguments: [OptimizationLevel.zero, .two])
  func shuffles(_ level: OptimizationLevel) throws {
    var random = SeededRandom(seed: 32)
    var shuffles: [[Int]] = [
      Array(0..<16), Array(16..<32), (0..<16).reversed(), Array(5..<21),
      (0..<16).map { $0 / 4 * 4 + 3 - $0 % 4 }, (0..<16).map { $0 / 2 + $0 % 2 * 16 },
      (0..<16).map { 8 + $0 / 2 + $0 % 2 * 16 }, (0..<16).map { $0 * 2 },
      [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11], Array(repeating: 7, count: 16),
      (0..<16).map { $0 / 2 * 2 % 8 + $0 / 8 * 8 },
    ]
    for _ in 0..<40 { shuffles.append((0..<16).map { _ in Int(random.next() % 32) }) }
    let functions = shuffles.enumerated().map { index, lanes in
      let numbers = lanes.map { "\($0)" }.joined(separator: " ")
      return """
        (func (export "f\(index)") (param v128 v128 i32) (result v128)
          (i8x16.shuffle \(numbers) (local.get 0) (local.get \(index % 5 == 4 ? 0 : 1))))
        """
    }
    try check(functions, level) { index, input in
      let bytes = input.left + (index % 5 == 4 ? input.left : input.right)
      return Self.value(shuffles[index].map { bytes[$0] })
    }
  }

  /// What is done to the lanes of 32 bits of a shuffle's result: which of its bytes are needed, and whether as words or as lanes.
  private enum Use: Int, CaseIterable {
    case maskedLeft, maskedRight, rotation, sum

    /// The instructions that use local 5, with a constant amount and a mask.
    func text(_ amount: Int, _ mask: [UInt32]) -> String {
      let (left, right) = ("(i32x4.shl (local.get 5)", "(i32x4.shr_u (local.get 5)")
      let constant = "(v128.const i32x4 \(mask.map { "\($0)" }.joined(separator: " ")))"
      return switch self {
      case .maskedLeft: "(v128.and \(left) (i32.const \(amount))) \(constant))"
      case .maskedRight: "(v128.and \(constant) \(right) (i32.const \(amount))))"
      case .rotation:
        "(v128.or \(left) (i32.const \(amount))) \(right) (i32.const \(32 - amount))))"
      case .sum: "(i32x4.add \(left) (i32.const \(amount))) (local.get 5))"
      }
    }

    /// What that makes of a lane.
    func apply(_ lane: UInt32, _ amount: Int, _ mask: UInt32) -> UInt32 {
      switch self {
      case .maskedLeft: lane << UInt32(amount) & mask
      case .maskedRight: lane >> UInt32(amount) & mask
      case .rotation: lane << UInt32(amount) | lane >> UInt32(32 - amount)
      case .sum: lane << UInt32(amount) &+ lane
      }
    }
  }

  /// Shuffles of vectors in memory, which is written behind the loads, and of constants, of which only some bytes are needed.
  @Test(arguments: [OptimizationLevel.zero, .two, .minimumSize])
  func shufflesOfMemory(_ level: OptimizationLevel) throws {
    var random = SeededRandom(seed: 33)
    let pattern = (0..<16).map { $0 % 3 == 0 ? 0 : UInt8(17 * $0) }
    let cases = (0..<120).map { index in
      (
        lanes: (0..<16).map { lane in
          // Neighbors in order, as loads have them, or any.
          index % 2 == 0 ? (lane / 4 * 3 + lane % 4 + index) % 32 : Int(random.next() % 32)
        }, amount: 1 + Int(random.next() % 31),
        mask: (0..<4).map { _ in
          [0xFF00, 0x3F, 0xFF_0000FF, .max][Int(random.next() % 4)] as UInt32
        }
      )
    }
    func constant(_ bytes: [UInt8]) -> String {
      "(v128.const i8x16 \(bytes.map { "\($0)" }.joined(separator: " ")))"
    }
    let functions = cases.enumerated().map { index, item in
      let seconds = [
        "(v128.load offset=16 (i32.const 0))", "(local.get 1)",
        constant(pattern),
      ]
      return """
        (func (export "f\(index)") (param v128 v128 i32) (result v128) (local v128 v128 v128)
          (v128.store (i32.const 0) (local.get 0))
          (v128.store offset=16 (i32.const 0) (local.get 1))
          (local.set 3 \(index % 5 == 4 ? constant(pattern.reversed()) : "(v128.load (i32.const 0))"))
          (local.set 4 \(seconds[index % 3]))
          (v128.store offset=8 (i32.const 0) (v128.const i64x2 -1 -1))
          (local.set 5
            (i8x16.shuffle \(item.lanes.map { "\($0)" }.joined(separator: " "))
              (local.get 3) (local.get 4)))
          \(Use.allCases[index / 3 % 4].text(item.amount, item.mask)))
        """
    }
    try check(functions, level) { index, input in
      let item = cases[index]
      let bytes =
        (index % 5 == 4 ? pattern.reversed() : input.left)
        + (index % 3 == 2 ? pattern : input.right)
      let lanes = LaneModel.unsigned(item.lanes.map { bytes[$0] }, 32)
      let results = zip(lanes, item.mask).map { lane, mask in
        UInt64(Use.allCases[index / 3 % 4].apply(UInt32(lane), item.amount, mask))
      }
      return .v128(
        V128(low: results[0] | results[1] << 32, high: results[2] | results[3] << 32))
    }
  }

  /// Checks functions of one result on all inputs.
  private func check(
    _ functions: [String], _ level: OptimizationLevel,
    _ expected: (Int, (left: [UInt8], right: [UInt8], number: UInt32)) -> WasmValue
  ) throws {
    try check(functions, level) { [expected($0, $1)] }
  }

  /// Checks functions on all inputs.
  private func check(
    _ functions: [String], _ level: OptimizationLevel,
    _ expected: (Int, (left: [UInt8], right: [UInt8], number: UInt32)) -> [WasmValue]
  ) throws {
    let text = "(module (memory 1)\n" + functions.joined(separator: "\n") + ")"
    let wasm = try TextInput.assemble(Array(text.utf8), name: "vectors")
    let instance = try ModuleInstance(
      wasm: wasm, options: CompileOptions(optimization: level, checksAllocation: true),
      gas: 1_000_000)
    let names = try ModuleInstance.functions(wasm: wasm).map(\.name)
    var host = NoHost()
    for (index, name) in names.enumerated() {
      for input in Self.inputs {
        let values = [Self.value(input.left), Self.value(input.right), .i32(input.number)]
        let end = instance.invoke(name, values, host: &host)
        let results = expected(index, input)
        guard end != .results(results) else { continue }
        Issue.record(
          "\(functions[index])\n\(values): \(end) instead of \(results)")
        break
      }
    }
  }
}
