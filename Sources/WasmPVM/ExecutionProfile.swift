internal import PVMCodegen
public import Support

/// How often the blocks of a program's functions ran: what `run --profile-out` writes and
/// `build --profile-use` reads.
///
/// The text has a line `wasm-pvm profile 1`, then for each function, by name, a line
/// `function BLOCKS SHAPE NAME` (control characters and backslashes in names are `\u{…}`) and a line with a count for each block, `-` where it is not known, and
/// at the end `end FUNCTIONS`. A function is known again if it has the same name and control flow.
public struct ExecutionProfile: Equatable, Sendable {
  /// The counts.
  var blocks: BlockProfile

  /// The first line.
  private static let header = "wasm-pvm profile 1"

  /// Wraps counts.
  init(_ blocks: BlockProfile) { self.blocks = blocks }

  /// The names of the functions, sorted.
  public var functionNames: [String] { blocks.functions.keys.sorted() }

  /// Reads a profile.
  ///
  /// - Throws: the first line that is not of its form, or that the text is cut short.
  public init(parsing text: [UInt8]) throws(ProfileError) {
    guard let content = String(validUTF8: text) else { throw ProfileError(.notAProfile, line: 1) }
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first.map(String.init) == ExecutionProfile.header else {
      throw ProfileError(.notAProfile, line: 1)
    }
    var functions: [String: BlockProfile.Function] = [:]
    var number = 1
    // The line behind the last line feed is empty, unless the text is cut short.
    func fails(_ line: Int) -> ProfileError {
      ProfileError(line + 1 >= lines.count ? .cutShort : .malformedLine, line: line + 1)
    }
    while number + 1 < lines.count {
      let parts = lines[number].split(
        separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      if parts.count == 2, parts[0] == "end" {
        guard Int(parts[1]) == functions.count, number + 2 == lines.count, lines[number + 1] == ""
        else { throw ProfileError(.malformedLine, line: number + 1) }
        blocks = BlockProfile(functions: functions)
        return
      }
      guard parts.count == 4, parts[0] == "function", let count = Int(parts[1]), count > 0,
        let shape = UInt64(parts[2], radix: 16),
        let name = ExecutionProfile.unescaped(parts[3])
      else { throw fails(number) }
      let cells = lines[number + 1].split(separator: " ", omittingEmptySubsequences: false)
      guard cells.count == count else { throw fails(number + 1) }
      var counts = BlockTable<UInt64?>()
      counts.reserveCapacity(count)
      for cell in cells {
        if cell == "-" {
          counts.append(nil)
        } else if let value = UInt64(cell) {
          counts.append(value)
        } else {
          throw fails(number + 1)
        }
      }
      let old = functions.updateValue(
        BlockProfile.Function(shape: shape, counts: counts), forKey: name)
      if old != nil { throw ProfileError(.malformedLine, line: number + 1) }
      number += 2
    }
    throw ProfileError(.cutShort, line: lines.count)
  }

  /// The text.
  public func encoded() -> [UInt8] {
    var text = ExecutionProfile.header + "\n"
    for name in functionNames {
      guard let function = blocks.functions[name] else { continue }
      text += "function \(function.counts.count) \(String(function.shape, radix: 16)) "
      text += ExecutionProfile.escaped(name) + "\n"
      text += function.counts.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ") + "\n"
    }
    text += "end \(blocks.functions.count)\n"
    return Array(text.utf8)
  }

  /// A name on one line: control characters and backslashes are `\u{…}`.
  private static func escaped(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      if scalar.value < 0x20 || scalar.value == 0x7F || scalar == "\\" {
        text += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The name that was written so; nil if an escape is malformed.
  private static func unescaped(_ text: Substring) -> String? {
    var name = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        name.unicodeScalars.append(scalar)
        continue
      }
      guard rest.popFirst() == "u", rest.popFirst() == "{", let end = rest.firstIndex(of: "}"),
        let value = UInt32(String(rest[..<end]), radix: 16),
        let escaped = Unicode.Scalar(value)
      else { return nil }
      name.unicodeScalars.append(escaped)
      rest = rest[rest.index(after: end)...]
    }
    return name
  }
}

extension CompiledProgram {
  /// The profile of a run of this program.
  ///
  /// - Parameter count: how often the instruction at a code index was executed.
  public func profile(count: (Int) -> UInt64) -> ExecutionProfile {
    var profile = BlockProfile(functions: origins.shapes)
    for origin in origins.blocks {
      let known = profile.functions[origin.function]?.counts[origin.block] ?? 0
      profile.functions[origin.function]?.counts[origin.block] =
        known.addingClamped(count(origin.pc))
    }
    return ExecutionProfile(profile)
  }
}

/// Why a profile was not read.
public struct ProfileError: CodedError, Equatable {
  /// What can be wrong.
  public enum Kind: Equatable, Sendable {
    /// It does not begin as one.
    case notAProfile
    /// A line is not of its form.
    case malformedLine
    /// The text ends before the profile does.
    case cutShort
  }

  /// What is wrong.
  public let kind: Kind
  /// The line, counted from 1.
  public let line: Int

  /// Creates an error.
  init(_ kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }

  /// The stable code of the kind.
  public var code: String {
    switch kind {
    case .notAProfile: "F001"
    case .malformedLine: "F002"
    case .cutShort: "F003"
    }
  }

  /// Profiles are input.
  public var errorClass: ErrorClass { .rejected }

  /// The line and what is wrong.
  public var description: String {
    switch kind {
    case .notAProfile: "not a profile: write one with run --profile-out [F001]"
    case .malformedLine: "line \(line): not a line of a profile: write it anew [F002]"
    case .cutShort: "line \(line): the profile is cut short: write it anew [F003]"
    }
  }
}
