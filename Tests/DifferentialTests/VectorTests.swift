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
    let text = "(module\n" + functions.joined(separator: "\n") + ")"
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
