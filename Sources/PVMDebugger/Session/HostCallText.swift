public import PVM
internal import PVMVM
internal import Support

/// Host calls for people: names, arguments and results of the protocol's functions (`pvm.md` appendix A).
public enum HostCallText {
  /// How many bytes of a range are shown.
  private static let shownBytes = 32

  /// The name of a host function; nil if the target has none with the index.
  public static func name(_ index: UInt64, for target: Target) -> String? {
    target.hostFunction(index).map { "\($0.name)" }
  }

  /// The index of the host function that a text names, or is.
  public static func index(_ text: String, for target: Target) throws(DebuggerError) -> UInt64 {
    if let index = UInt64(text) { return index }
    let functions = target.hostFunctions
    if let function = functions.first(where: { "\($0.name)" == text }),
      let index = target.index(of: function)
    {
      return index
    }
    let names = functions.map { "\($0.name)" }.joined(separator: ", ")
    throw DebuggerError("no host function is named '\(text.visible)'; there are \(names)")
  }

  /// A call with its arguments: `write(key: "n", value: 4 bytes 2a000000)`.
  ///
  /// - Parameters:
  ///   - registers: r0 to r12 in front of it.
  ///   - memory: the memory in front of it.
  public static func call(
    _ index: UInt64, _ registers: [UInt64], _ memory: ReplayMemory, _ target: Target
  ) -> String {
    guard let function = target.hostFunction(index) else { return "host call \(index)" }
    var next = 7
    var texts: [String] = []
    for parameter in function.parameters(for: target) {
      let value = registers[next]
      next += 1
      var text = ""
      switch parameter.kind {
      case .number: text = "\(value)"
      case .service: text = value == .max ? "self" : "\(value)"
      case .address: text = "0x" + Hex.string(value)
      case .hash:
        text =
          memory.read(address: value, count: 32).map { Hex.string($0) }
          ?? "unreadable 0x\(Hex.string(value))"
      case .bytes, .text:
        text = bytes(value, registers[next], memory)
        next += 1
      }
      texts.append("\(parameter.name): \(text)")
    }
    return "\(function.name)(\(texts.joined(separator: ", ")))"
  }

  /// A range of bytes: as text if it is some.
  private static func bytes(_ address: UInt64, _ count: UInt64, _ memory: ReplayMemory) -> String {
    if count == 0 { return "nothing" }
    let shown = min(count, UInt64(shownBytes))
    guard let bytes = memory.read(address: address, count: shown) else {
      return "\(count) unreadable bytes at 0x\(Hex.string(address))"
    }
    let rest = count > shown ? "…" : ""
    if bytes.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }) {
      return "\"\(String(decoding: bytes, as: UTF8.self))\(rest)\""
    }
    return "\(count) byte\(count == 1 ? "" : "s") \(Hex.string(bytes))\(rest)"
  }

  /// What a call answered: the number, or its name if it is none.
  public static func result(_ record: HostCallRecord, _ target: Target) -> String {
    if let exit = record.exit { return "\(exit)" }
    let value = record.after[7]
    let function = target.hostFunction(record.index)
    let name = names.first { $0.value == value }?.name
    var text = name ?? "\(value)"
    if function?.hasSecondResult == true { text += ", \(record.after[8])" }
    if !record.writes.isEmpty {
      let count = record.writes.reduce(0) { $0 + $1.bytes.count }
      text += ", \(count) byte\(count == 1 ? "" : "s") written"
    }
    return text
  }

  /// The results that are no values.
  private static let names: [(value: UInt64, name: String)] = [
    (HostCallResult.none, "NONE"), (HostCallResult.what, "WHAT"),
    (HostCallResult.outOfBounds, "OOB"), (HostCallResult.who, "WHO"),
    (HostCallResult.full, "FULL"), (HostCallResult.core, "CORE"), (HostCallResult.cash, "CASH"),
    (HostCallResult.low, "LOW"), (HostCallResult.huh, "HUH"),
  ]
}
