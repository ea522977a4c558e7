import Support
import WasmPVM

/// A source profile as JSON and in words.
extension SourceProfile {
  /// The members of the JSON: every line, place and node.
  var members: [(name: String, value: JSONText)] {
    let totals = totals
    return [
      ("gas_used", .natural(total)), ("host_gas", .natural(hostGas)),
      (
        "lines",
        .array(
          lines.map { line in
            .object(
              (line.key.map { key in
                (key.isSource ? [("file", .string(key.file)), ("line", .integer(key.line))] : [])
                  + [("function", .string(key.function))]
              } ?? []) + [("gas", .natural(line.gas))])
          })
      ),
      (
        "offsets",
        .array(
          offsets.map { place in
            .object((place.key.map { json($0) } ?? []) + [("gas", .natural(place.gas))])
          })
      ),
      (
        "calls",
        .array(
          nodes.enumerated().map { index, node in
            .object([
              ("function", .string(node.function)), ("file", .string(node.file)),
              ("caller", node.parent.map { .integer($0) } ?? .null),
              ("inlined", .boolean(node.isInlined)), ("calls", .natural(node.entries)),
              ("gas", .natural(totals[index])), ("self_gas", .natural(node.selfGas)),
            ])
          })
      ),
    ]
  }

  /// A place in a module as JSON.
  private func json(_ place: Offset) -> [(name: String, value: JSONText)] {
    let function = map.functions[place.function]
    return [
      ("module", .string(map.modules[function.module])), ("function", .string(function.name)),
      ("index", .integer(function.index)), ("offset", .integer(place.offset)),
    ]
  }

  /// A place in a module in words.
  func name(of place: Offset) -> String {
    let function = map.functions[place.function]
    let name = function.label.visible
    if map.isCompilersOwn(place.function) { return Line.compilersOwn(name) }
    let module = function.module == 0 ? "" : " of \(map.modules[function.module].visible)"
    return "0x\(String(place.offset, radix: 16)) in \(name)\(module)"
  }
}
