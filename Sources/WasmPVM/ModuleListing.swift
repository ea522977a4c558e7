internal import Support
internal import Wasm

/// The functions of a module as text, an instruction a line.
enum ModuleListing {
  /// The functions in order, each begun by a line with its name; imported ones have no lines.
  static func functions(of module: Module) throws(CompileError) -> [Exploration.Function] {
    let validator = FunctionValidator(module: module)
    var exports: [Int: String] = [:]
    for export in module.exports where export.kind == .function {
      exports[export.index, default: ""] += " (export \"\(export.name)\")"
    }
    var functions: [Exploration.Function] = []
    for (index, function) in module.functions.enumerated() {
      let name = function.name.map { "$\($0)" } ?? "\(index)"
      var printer = Printer(module: module)
      if !function.isImported {
        let head = "func \(name)\(exports[index] ?? "")"
        printer.lines = [Exploration.Line(text: head, offset: nil)]
        do throws(BodyFailure<Never>) {
          try validator.validate(functionIndex: index, visitor: &printer)
        } catch {
          if case .invalid(let invalid) = error { throw CompileError(invalid) }
        }
      }
      functions.append(
        Exploration.Function(name: name, origin: index, lines: printer.lines))
    }
    return functions
  }

  /// Writes each instruction that it is shown.
  private struct Printer: InstructionVisitor {
    /// It never ends the walk.
    typealias Failure = Never

    /// Names and bytes.
    let module: Module
    /// The lines so far.
    var lines: [Exploration.Line] = []
    /// How many blocks are open.
    private var depth = 0

    /// Starts without lines.
    init(module: Module) { self.module = module }

    /// Writes an instruction.
    mutating func visit(
      _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
    ) throws(Never) {
      switch instruction {
      case .end, .else, .catch, .catchAll, .delegate: depth = max(0, depth - 1)
      default: break
      }
      let indentation = String(repeating: "  ", count: min(depth, 40))
      lines.append(
        Exploration.Line(text: indentation + text(of: instruction, at: offset), offset: offset))
      switch instruction {
      case .block, .loop, .if, .else, .try, .catch, .catchAll, .tryTable: depth += 1
      default: break
      }
    }

    /// The text of an instruction.
    private func text(of instruction: Instruction, at offset: Int) -> String {
      let name = name(at: offset)
      switch instruction {
      case .br(let label), .brIf(let label), .rethrow(let label), .delegate(let label):
        return "\(name) \(label)"
      case .call(let function), .returnCall(let function), .refFunc(let function):
        let target = module.functions[function].name.map { "\($0)" } ?? "\(function)"
        return "\(name) $\(target)"
      case .callIndirect(let type, _), .returnCallIndirect(let type, _):
        return "\(name) (type \(type))"
      case .localGet(let index), .localSet(let index), .localTee(let index):
        return "\(name) \(index)"
      case .globalGet(let index), .globalSet(let index):
        let global = module.globals[index].name.map { "$\($0)" } ?? "\(index)"
        return "\(name) \(global)"
      case .i32Const(let value): return "\(name) \(value)"
      case .i64Const(let value): return "\(name) \(value)"
      case .load(_, let argument), .store(_, let argument):
        return argument.offset == 0 ? name : "\(name) offset=\(argument.offset)"
      default: return name
      }
    }

    /// The name of the instruction whose opcode is at an offset.
    private func name(at offset: Int) -> String {
      let byte = module.bytes[offset]
      var opcode = UInt16(byte)
      if (0xFC...0xFE).contains(byte) {
        var code: UInt32 = 0
        var shift: UInt32 = 0
        for next in module.bytes[(offset + 1)...].prefix(5) {
          code |= UInt32(next & 0x7F) << shift
          shift += 7
          if next & 0x80 == 0 { break }
        }
        let page = byte == 0xFD && code > 0xFF ? InstructionRow.secondVectorPage : UInt16(byte)
        opcode = page << 8 | UInt16(code & 0xFF)
      }
      return InstructionTable.shared.row(for: opcode).map { "\($0.name)" }
        ?? "0x\(Hex.string(UInt64(opcode)))"
    }
  }
}
