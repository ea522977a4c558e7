import Foundation
import TestSupport
import Testing
import Wasm
import WasmScript

struct InstructionTableTests {
  /// The rows.
  static let rows = InstructionTable.shared.rows

  /// No opcode twice, and a name for each.
  @Test func rowsAreUnique() {
    #expect(Set(Self.rows.map(\.opcode)).count == Self.rows.count)
    for row in Self.rows {
      #expect(
        InstructionTable.shared.row(for: row.opcode)?.name.description == row.name.description)
    }
    // The only name of two instructions.
    let names = Self.rows.map(\.name.description).filter { $0 != "select" }
    #expect(Set(names).count == names.count)
  }

  /// The numbers of instructions that the specification and the proposals have.
  @Test func rowCounts() {
    #expect(Self.rows.count { $0.features == [] } == 172)
    #expect(Self.rows.count { $0.features == .simd } == 236)
    #expect(Self.rows.count { $0.features == .signExtension } == 5)
    #expect(Self.rows.count { $0.features == .saturatingConversions } == 8)
    #expect(Self.rows.count { $0.features == .bulkMemory } == 7)
    #expect(Self.rows.count { $0.features == .referenceTypes } == 9)
    #expect(Self.rows.count { $0.features == .tailCalls } == 2)
    #expect(Self.rows.count { $0.features == .wideArithmetic } == 4)
    #expect(Self.rows.count { $0.features == .exceptions } == 8)
    #expect(Self.rows.count { $0.features == .threads } == 67)
  }

  /// Every operator has a row of its name.
  @Test func operatorsHaveRows() {
    func check<Operator: InstructionOperator>(_ type: Operator.Type) {
      for op in type.allCases {
        let row = InstructionTable.shared.row(for: op.rawValue)
        let name = row?.name.description ?? ""
        let camelCase = name.split { $0 == "." || $0 == "_" }.enumerated()
          .map {
            $0.offset == 0
              ? String($0.element) : $0.element.prefix(1).uppercased() + $0.element.dropFirst()
          }
          .joined()
        #expect(camelCase == "\(op)")
        #expect(op.name == name)
      }
    }
    check(NumericOperator.self)
    check(LoadOperator.self)
    check(StoreOperator.self)
    check(SIMDOperator.self)
    check(SIMDLaneOperator.self)
    check(SIMDLoadOperator.self)
    check(SIMDLoadLaneOperator.self)
    check(SIMDStoreLaneOperator.self)
    check(WideOperator.self)
    check(AtomicOperator.self)
  }

  /// Every instruction can be decoded and validated, and says itself which one it is.
  @Test func everyInstructionDecodes() throws {
    let module = try ModuleDecoder.decode(Self.everyInstruction.bytes, features: .all)
    let validator = FunctionValidator(module: module)
    for (index, row) in Self.everyInstruction.rows.enumerated() {
      var recorder = Recorder()
      try validator.validate(functionIndex: index, visitor: &recorder)
      // Each body is `unreachable`, the instruction with what it needs, `unreachable` and `end`.
      #expect(recorder.visits.first?.instruction == .unreachable)
      #expect(recorder.visits.last?.instruction == .end)
      let found = recorder.visits.map(\.instruction).first { $0.opcode == row.opcode }
      #expect(found?.name == row.name.description)
    }
  }

  /// Without its proposal, an instruction is not accepted.
  @Test func proposalsCanBeDisabled() throws {
    for (index, row) in Self.everyInstruction.rows.enumerated() where row.features != [] {
      var module = try ModuleDecoder.decode(Self.everyInstruction.bytes, features: .all)
      module.features = Features.all.subtracting(row.features)
      var recorder = Recorder()
      #expect {
        try FunctionValidator(module: module).validate(functionIndex: index, visitor: &recorder)
      } throws: { error in
        guard case .invalid(let error)? = error as? BodyFailure<Never> else { return false }
        return error.kind == .featureDisabled(row.features) && error.function?.index == index
      }
    }
  }

  /// Bytes without a row are no instructions.
  @Test func otherOpcodesAreIllegal() {
    let known = Set(Self.rows.map(\.opcode))
    for opcode in UInt16(0)...0xFF where !known.contains(opcode) && !(0xFC...0xFE).contains(opcode)
    {
      #expect(
        ModuleBytes.error(ModuleBytes.function(code: [UInt8(opcode)]), features: .all)?.kind
          == .illegalOpcode(prefix: nil, code: UInt32(opcode)))
    }
    for prefix in [0xFC, 0xFD, 0xFE] as [UInt8] {
      let codes = Set(
        known.map(InstructionRow.parts).filter { $0.prefix == prefix }.map(\.code))
      for code in UInt32(0)...600 where !codes.contains(code) {
        let bytes = ModuleBytes.function(code: [prefix] + ModuleBytes.unsigned(code))
        #expect(
          ModuleBytes.error(bytes, features: .all)?.kind
            == .illegalOpcode(prefix: prefix, code: code))
      }
    }
  }

  /// Another implementation gives every opcode the same name and accepts the same immediates.
  @Test(.enabled(if: WastTool.wasm2wat != nil, "needs wabt"))
  func namesAgreeWithWabt() throws {
    guard let tool = WastTool.wasm2wat else { return }
    let rows = Self.everyInstruction.rows
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("wasm-pvm-\(UUID().uuidString).wasm")
    defer { try? FileManager.default.removeItem(at: file) }
    var module = ModuleBytes()
    module.sections = Self.everyInstruction.sections
    let known = rows.indices.filter {
      rows[$0].features != .wideArithmetic && rows[$0].features != .exceptions
    }
    module.sections[1].contents = ModuleBytes.vector(known.map { _ in [0] })
    module.sections[8].contents = ModuleBytes.vector(known.map { Self.everyInstruction.bodies[$0] })
    try Data(module.bytes).write(to: file)
    let result = try tool.run(tool.allProposals + [file.path])
    #expect(result.status == 0, "\(result.output.prefix(500))")
    // wabt prints one instruction per line, nested ones indented.
    let words = result.output.split(separator: "\n").compactMap {
      $0.split { $0 == " " || $0 == ")" }.first.map(String.init)
    }
    var functions: [[String]] = []
    for word in words {
      if word == "(func" {
        functions.append([])
      } else if !functions.isEmpty {
        functions[functions.count - 1].append(word)
      }
    }
    #expect(functions.count == known.count)
    for (index, words) in zip(known, functions) {
      // wabt 1.0.32 has the names of some relaxed instructions from before the proposal was finished.
      let name = rows[index].name.description
      let names = [name, name.replacingOccurrences(of: "relaxed_dot", with: "dot")]
      #expect(words.contains { names.contains($0) }, "\(name): \(words)")
    }
  }
}

extension InstructionTableTests {
  /// A module with a function for every instruction.
  static let everyInstruction = EveryInstruction()

  /// A module with a function for every instruction, all proposals used.
  struct EveryInstruction {
    /// The rows of the instructions, in the order of the functions.
    let rows = InstructionTable.shared.rows

    /// The bodies.
    let bodies: [[UInt8]]

    /// All sections, those for functions at 1 and 8.
    let sections: [(id: UInt8, contents: [UInt8])]

    /// The module.
    var bytes: [UInt8] { ModuleBytes(sections: sections).bytes }

    /// Makes the module.
    init() {
      bodies = rows.map { row in
        // After `unreachable` every operand is there; a second one takes away what is left.
        ModuleBytes.body(locals: [(1, .i32)], [0x00] + Self.code(row) + [0x00])
      }
      let expression: [UInt8] = [0x41, 0x00, 0x0B]
      sections = [
        (1, ModuleBytes.vector([ModuleBytes.functionType([], [])])),
        (3, ModuleBytes.vector(rows.map { _ in [0] })),
        (4, ModuleBytes.vector([[0x70, 0x00, 0x01]])),
        (5, ModuleBytes.vector([[0x00, 0x01]])),
        (13, ModuleBytes.vector([[0x00, 0x00]])),
        (6, ModuleBytes.vector([[0x7F, 0x01] + expression])),
        (9, ModuleBytes.vector([[0x00] + expression + ModuleBytes.vector([[0]])])),
        (12, [0x01]),
        (10, ModuleBytes.vector(bodies)),
        (11, ModuleBytes.vector([[0x01] + ModuleBytes.sized([0x61])])),
      ]
    }

    /// An instruction with immediates, and with what has to stand before or after it.
    static func code(_ row: InstructionRow) -> [UInt8] {
      let (prefix, number) = InstructionRow.parts(of: row.opcode)
      let opcode = prefix.map { [$0] + ModuleBytes.unsigned(number) } ?? [UInt8(number)]
      switch row.opcode {
      case 0x02, 0x03, 0x04: return opcode + [0x40, 0x0B]
      case 0x05: return [0x04, 0x40] + opcode + [0x01, 0x0B]
      case 0x0B: return [0x02, 0x40] + opcode
      case 0x06: return opcode + [0x40, 0x0B]
      case 0x07: return [0x06, 0x40] + opcode + [0x00, 0x0B]
      case 0x09: return [0x06, 0x40, 0x19] + opcode + [0x00, 0x0B]
      case 0x18: return [0x06, 0x40] + opcode + [0x00]
      case 0x19: return [0x06, 0x40] + opcode + [0x0B]
      case 0x1F: return opcode + [0x40, 0x01, 0x02, 0x00, 0x0B]
      case 0x08: return opcode + [0x00]
      case 0x0C, 0x0D, 0x10, 0x12, 0x20...0x26, 0xD2: return opcode + [0x00]
      case 0x0E: return opcode + [0x01, 0x00, 0x00]
      case 0x11, 0x13: return opcode + [0x00, 0x00]
      case 0x1C: return opcode + [0x01, 0x7F]
      case 0x28...0x3E: return opcode + [0x00, 0x00]
      case 0x3F, 0x40, 0xFC0B: return opcode + [0x00]
      case 0x41, 0x42: return opcode + [0x00]
      case 0x43: return opcode + [0, 0, 0, 0]
      case 0x44: return opcode + [0, 0, 0, 0, 0, 0, 0, 0]
      case 0xD0: return opcode + [0x70]
      case 0xFC08, 0xFC0A, 0xFC0C, 0xFC0E: return opcode + [0x00, 0x00]
      case 0xFC09, 0xFC0D, 0xFC0F...0xFC11: return opcode + [0x00]
      case 0xFD00...0xFD0B, 0xFD5C, 0xFD5D: return opcode + [0x00, 0x00]
      case 0xFD0C, 0xFD0D: return opcode + Array(repeating: 0, count: 16)
      case 0xFD15...0xFD22: return opcode + [0x00]
      case 0xFD54...0xFD5B: return opcode + [0x00, 0x00, 0x00]
      case 0xFE03: return opcode + [0x00]
      default:
        guard let atomic = AtomicOperator(rawValue: row.opcode) else { return opcode }
        return opcode + [UInt8(atomic.shape.bytes.trailingZeroBitCount), 0x00]
      }
    }
  }
}

/// Writes down what it is shown.
struct Recorder: InstructionVisitor {
  /// One call of the visitor.
  struct Visit: Equatable {
    /// The instruction.
    var instruction: Instruction

    /// Where it is.
    var offset: Int

    /// Whether it can be executed.
    var isReachable: Bool

    /// The type of what `drop` or `select` takes.
    var operandType: ValueType?
  }

  /// The calls so far.
  var visits: [Visit] = []

  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Never) {
    visits.append(
      Visit(
        instruction: instruction, offset: offset, isReachable: isReachable,
        operandType: operandType))
  }
}
