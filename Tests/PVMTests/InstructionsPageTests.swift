import Foundation
import PVM
import Testing

/// `Docs/Instructions.md` is what the tables of the instruction set say. `PVM_BLESS=1` writes it anew.
struct InstructionsPageTests {
  @Test func pageIsGenerated() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Docs/Instructions.md")
    let text = Self.text
    if ProcessInfo.processInfo.environment["PVM_BLESS"] != nil {
      try #require(ProcessInfo.processInfo.environment["CI"] == nil, "CI compares, it records not")
      try text.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: page, encoding: .utf8) == text)
  }

  /// The page.
  private static var text: String {
    let introduction = """
      # Instructions of the PVM

      Generated from the tables in `Sources/PVM` (`PVM_BLESS=1`, `InstructionsPageTests`); do not edit. A, B and D are
      registers, X and Y immediates of 32 bits, sign-extended; a prime marks what is written. The effect is that of the Gray
      Paper 0.7.2, appendix A.5.

      Under gp-0.7 every instruction costs 1 gas. Under gp-0.8 a block costs what its simulation takes ([Gas.md](Gas.md)):
      *slots* are the decode slots, of which there are four each cycle; *cycles* is the time until the result is there;
      *units* are what it holds meanwhile. "+1" marks a slot more unless the destination is one of the sources (two-address
      form).
      """
    var lines = [introduction]
    for format in OperandFormat.allCases {
      lines += [
        "", "## \(title(format))", "",
        "| Instruction | 0.7 | 0.8 | Effect | Slots | Cycles | Units |",
        "|---|---:|---:|---|---:|---:|---|",
      ]
      for opcode in Opcode.allCases where opcode.format == format { lines.append(row(opcode)) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The heading of a format.
  private static func title(_ format: OperandFormat) -> String {
    switch format {
    case .none: "No operands"
    case .imm: "X"
    case .regImm64: "A, X of 64 bits"
    case .immImm: "X, Y"
    case .off: "A target"
    case .regImm: "A, X"
    case .regImmImm: "A, X, Y"
    case .regImmOff: "A, X, a target"
    case .regReg: "D, A"
    case .regRegImm: "A, B, X"
    case .regRegOff: "A, B, a target"
    case .regRegImmImm: "A, B, X, Y"
    case .regRegReg: "D, A, B"
    }
  }

  /// The row of an instruction.
  private static func row(_ opcode: Opcode) -> String {
    let timing = opcode.timing
    let bytes = [Target.gp07, Target.gp08].map { $0.byte(of: opcode).map { "\($0)" } ?? "–" }
    let slots = "\(timing.slots)" + (timing.slotRule == .fixed ? "" : "+1")
    let text = "\(opcode.row.effect)".replacingOccurrences(of: "|", with: "\\|")
    let effect = text.isEmpty ? "nothing" : "`\(text)`"
    let cost =
      bytes[1] == "–" ? "– | – | –" : "\(slots) | \(timing.latency) | \(units(timing.units))"
    return "| `\(opcode.row.mnemonic)` | \(bytes[0]) | \(bytes[1]) | \(effect) | \(cost) |"
  }

  /// The names of units.
  private static func units(_ units: FunctionalUnits) -> String {
    let names: [(FunctionalUnits, String)] = [
      (.none, "none"), (.arithmetic, "ALU"), (.twoArithmetic, "2 ALU"), (.load, "ALU, load"),
      (.store, "ALU, store"), (.multiply, "ALU, multiplier"), (.divide, "ALU, divider"),
    ]
    return names.first { $0.0 == units }?.1 ?? "?"
  }
}
