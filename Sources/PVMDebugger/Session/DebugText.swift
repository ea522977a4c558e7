public import PVM
public import PVMVM
internal import Support

/// Pieces of text about states.
public enum DebugText {
  /// The last component of a path.
  public static func shortPath(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The name of a register, with what it is for.
  public static func name(_ register: Register) -> String {
    switch register.number {
    case 0: "r0/ra"
    case 1: "r1/sp"
    case let number where number >= 7: "r\(number)/a\(number - 7)"
    default: "r\(register.number)"
    }
  }

  /// A register's value in hexadecimal and as signed number.
  public static func value(_ value: UInt64) -> String {
    let digits = "0x" + Hex.string(value)
    return padded(digits, 20) + "\(Int64(bitPattern: value))"
  }

  /// A text with spaces behind it up to a width.
  public static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// An instruction with its code index.
  public static func instruction(_ program: DecodedProgram, at pc: UInt32) -> String {
    guard let number = program.number(at: pc) else { return "no instruction" }
    return InstructionPrinter.text(of: program.instruction(number))
  }

  /// Bytes as lines of sixteen, with addresses and characters.
  public static func dump(_ bytes: [UInt8], at address: UInt32) -> [String] {
    stride(from: 0, to: bytes.count, by: 16).map { start in
      let line = bytes[start..<min(start + 16, bytes.count)]
      let characters = String(
        decoding: line.map { (0x20..<0x7F).contains($0) ? $0 : 0x2E }, as: UTF8.self)
      let digits = padded(Hex.string(line, separator: " "), 48)
      return "0x" + Hex.string(UInt64(address) + UInt64(start), width: 8)
        + "  \(digits) \(characters)"
    }
  }

  /// How a run ended, in words that say what it means.
  public static func end(_ exit: ExitReason, _ machine: ReplayMachine) -> String {
    switch exit {
    case .halt:
      let output = machine.output
      return "the program halted; output: \(output.isEmpty ? "nothing" : Hex.string(output))"
    case .panic: return "the program panicked"
    case .pageFault(let address):
      return "page fault: no access to 0x" + Hex.string(UInt64(address), width: 8)
    case .outOfGas: return "out of gas"
    case .hostCall(let index):
      let name = HostCallText.name(index, for: machine.target).map { " (\($0))" } ?? ""
      return "nothing answers host call \(index)\(name)"
    }
  }
}
