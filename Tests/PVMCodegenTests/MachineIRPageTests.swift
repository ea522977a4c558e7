import Foundation
import PVMCodegen
import Testing

/// `Docs/MachineIR.md`: its examples are machine IR, and it names every pseudo-instruction.
struct MachineIRPageTests {
  /// The page.
  private func page() throws -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Docs/MachineIR.md")
    return try String(contentsOf: file, encoding: .utf8)
  }

  @Test func examplesAreValid() throws {
    let parts = try page().components(separatedBy: "```mir\n").dropFirst()
    #expect(parts.count >= 4)
    for part in parts {
      let text = try #require(part.components(separatedBy: "```").first)
      let function = try MachineParser.parseFunction(text)
      try MachineVerifier.verify(function, after: "the page")
      // What is printed is what is read.
      #expect(try MachineParser.parseFunction(MachinePrinter.text(function)) == function)
    }
  }

  @Test func pseudoInstructionsAreNamed() throws {
    let page = try page()
    for number in 256..<512 {
      guard let shape = MachineOperandShape.of(MachineOpcode(rawValue: UInt16(number))) else {
        continue
      }
      #expect(page.contains("`\(shape.mnemonic)`"), "\(shape.mnemonic)")
    }
  }
}
