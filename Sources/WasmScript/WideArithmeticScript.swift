internal import Foundation

/// The wide-arithmetic proposal is newer than the wabt that Debian has, which knows neither the names of its instructions nor
/// their opcodes. So that it converts the proposal's scripts all the same, each instruction is written
/// as a call of a function that no module has, encoded in as many bytes, and put back in the modules that come out.
enum WideArithmeticScript {
  /// The low byte of each instruction's opcode behind the prefix 0xFC.
  private static let opcodes: [(name: String, opcode: UInt8)] = [
    ("i64.add128", 0x13), ("i64.sub128", 0x14), ("i64.mul_wide_s", 0x15), ("i64.mul_wide_u", 0x16),
  ]

  /// The opcode of `call`.
  private static let call: UInt8 = 0x10

  /// The last byte of an encoding of a function's index: the largest, so that no real index looks like it.
  private static func lastByte(length: Int) -> UInt8 { length == 5 ? 0x0F : 0x7F }

  /// A script that wabt understands, if it checks no modules (`--no-check`).
  static func disguised(_ script: String) -> String {
    var result = script
    for (name, opcode) in opcodes {
      // A name in quotes is an export's.
      let index = UInt32(lastByte(length: 5)) << 28 | UInt32(opcode)
      result = result.replacingOccurrences(
        of: "(?<=[\\s(])" + NSRegularExpression.escapedPattern(for: name) + "(?=[\\s)])",
        with: "call \(index)", options: .regularExpression)
      // In a binary module: the prefix, and the opcode in 2 to 5 bytes.
      for length in 2...5 {
        let zeros = String(repeating: "\\80", count: length - 2)
        let low = String(opcode | 0x80, radix: 16)
        result = result.replacingOccurrences(
          of: "\\fc\\\(low)\(zeros)\\00",
          with: "\\10\\\(low)\(zeros)\\\(String(format: "%02x", lastByte(length: length)))")
      }
    }
    return result
  }

  /// A module with the instructions put back.
  static func restored(_ module: [UInt8]) -> [UInt8] {
    var result = module
    for start in module.indices where module[start] == call {
      guard let first = module[(start + 1)...].first,
        opcodes.contains(where: { $0.opcode | 0x80 == first })
      else { continue }
      let zeros = module[(start + 2)...].prefix(3).prefix { $0 == 0x80 }.count
      let last = start + 2 + zeros
      guard last < module.count, module[last] == lastByte(length: 2 + zeros) else { continue }
      result[start] = 0xFC
      result[last] = 0
    }
    return result
  }
}
