import PVM
import Support

// What only PolkaVM's containers have.
extension Inspection {
  /// The container in lines: instruction set, sections, entry points, host calls.
  var polkaVMLines: [String] {
    guard let polkaVM else { return [] }
    let set = polkaVM.instructionSet
    var lines = [
      Inspection.column("instruction set") + "\(set.name) (version \(set.rawValue))"
    ]
    lines += ["", "sections"]
    lines += polkaVM.sections.map {
      "  \(Inspection.name(ofSection: $0.number)): \($0.size) bytes"
    }
    if !polkaVM.exports.isEmpty {
      lines += ["", "entry points"]
      lines += polkaVM.exports.map { "  pc \($0.pc)  \(Inspection.text($0.name).visible)" }
    }
    let imports = polkaVM.imports.enumerated().filter { !$0.element.isEmpty }
    if !imports.isEmpty {
      lines += ["", "host calls"]
      lines += imports.map { "  \($0.offset)  \(Inspection.text($0.element).visible)" }
    }
    return lines
  }

  /// The container as members of a JSON object.
  var polkaVMMembers: [(name: String, value: JSONText)] {
    guard let polkaVM else { return [] }
    let imports = polkaVM.imports.enumerated().filter { !$0.element.isEmpty }
    return [
      ("instruction_set", .string("\(polkaVM.instructionSet.name)")),
      ("container_version", .integer(Int(polkaVM.instructionSet.rawValue))),
      (
        "sections",
        .array(
          polkaVM.sections.map {
            .object([
              ("number", .integer(Int($0.number))),
              ("name", .string(Inspection.name(ofSection: $0.number))),
              ("bytes", .integer($0.size)),
            ])
          })
      ),
      (
        "exports",
        .array(
          polkaVM.exports.map {
            .object([
              ("name", .string(Inspection.text($0.name))), ("pc", .integer(Int($0.pc))),
            ])
          })
      ),
      (
        "host_calls",
        .array(
          imports.map {
            .object([
              ("index", .integer($0.offset)), ("name", .string(Inspection.text($0.element))),
            ])
          })
      ),
    ]
  }

  /// A name as text.
  private static func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }

  /// What a section is called.
  private static func name(ofSection number: UInt8) -> String {
    switch number {
    case 1: "memory configuration"
    case 2: "read-only data"
    case 3: "read-write data"
    case 4: "imports"
    case 5: "exports"
    case 6: "code and jump table"
    case 128: "debug strings"
    case 129: "line programs"
    case 130: "ranges of line programs"
    case 131: "metadata hash"
    default: "optional section \(number)"
    }
  }
}
