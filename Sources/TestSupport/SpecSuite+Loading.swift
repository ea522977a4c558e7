internal import Foundation
internal import Wasm

/// Why a script could not be loaded.
public enum SpecSuiteError: Error, CustomStringConvertible {
  /// `wast2json` is not installed or does not know the proposals.
  case toolUnavailable

  /// `wast2json` rejected the script.
  case rejected(String)

  /// The JSON is not what this reader expects.
  case unexpected(line: Int, String)

  /// What happened.
  public var description: String {
    switch self {
    case .toolUnavailable: "wast2json is not installed or too old"
    case .rejected(let message): "wast2json: \(message)"
    case .unexpected(let line, let what): "line \(line): unexpected \(what)"
    }
  }
}

extension SpecSuite {
  /// Converts a script with `wast2json` and reads the result.
  ///
  /// Conversions are kept in the system's temporary folder, by contents and options.
  public static func load(_ file: File) throws -> SpecScript {
    if file.part.isConverted {
      let json = file.url.deletingPathExtension().appendingPathExtension("json")
      return try script(json, modules: json.deletingLastPathComponent())
    }
    guard let tool = SpecTool.wast2json else { throw SpecSuiteError.toolUnavailable }
    let isDisguised = file.part == .wideArithmetic && tool.arguments(for: file.part) == nil
    guard
      let arguments = tool.arguments(for: isDisguised ? .core : file.part)
        .map({ isDisguised ? $0 + ["--no-check"] : $0 })
    else { throw SpecSuiteError.toolUnavailable }
    let source = try Data(contentsOf: file.url)
    let key = fingerprint([source, Data(tool.version.utf8), Data(arguments.joined().utf8)])
    let cache = FileManager.default.temporaryDirectory
      .appendingPathComponent("wasm-pvm-spec-suite", isDirectory: true)
    let folder = cache.appendingPathComponent("\(file.name)-\(key)", isDirectory: true)
    let json = folder.appendingPathComponent("script.json")
    if !FileManager.default.fileExists(atPath: json.path) {
      // Converted under another name first, so that no process sees a folder that is not complete.
      let draft = cache.appendingPathComponent(UUID().uuidString, isDirectory: true)
      try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
      var script = file.url
      if isDisguised {
        script = draft.appendingPathComponent(file.url.lastPathComponent)
        let text = String(decoding: source, as: UTF8.self)
        try Data(WideArithmeticScript.disguised(text).utf8).write(to: script)
      }
      let result = try tool.run(
        arguments + [
          script.path, "--output=\(draft.appendingPathComponent("script.json").path)",
        ])
      guard result.status == 0 else {
        try? FileManager.default.removeItem(at: draft)
        throw SpecSuiteError.rejected(result.output)
      }
      if isDisguised { try restoreWideArithmetic(in: draft) }
      do {
        try FileManager.default.moveItem(at: draft, to: folder)
      } catch {
        // Another process was faster.
        try? FileManager.default.removeItem(at: draft)
      }
    }
    return try script(json, modules: folder)
  }

  /// Reads a converted script, whose modules are in a folder.
  private static func script(_ json: URL, modules folder: URL) throws -> SpecScript {
    let raw = try JSONDecoder().decode(RawScript.self, from: Data(contentsOf: json))
    return SpecScript(commands: try raw.commands.map { try $0.command(in: folder) })
  }

  /// Puts back what was disguised in the modules in a folder.
  private static func restoreWideArithmetic(in folder: URL) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    for file in files where file.pathExtension == "wasm" {
      let module = try Data(contentsOf: file)
      try Data(WideArithmeticScript.restored(Array(module))).write(to: file)
    }
  }

  /// A hash of some data (FNV-1a) in hexadecimal.
  private static func fingerprint(_ parts: [Data]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
      for byte in part { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ UInt64(part.count)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 16)
  }
}

/// The JSON of a script as it is.
private struct RawScript: Decodable {
  /// The commands.
  var commands: [RawCommand]
}

/// The JSON of a command as it is.
private struct RawCommand: Decodable {
  /// Which command it is.
  var type: String

  /// The line of the script it is on.
  var line: Int

  /// The file of its module.
  var filename: String?

  /// The name of its module.
  var name: String?

  /// The name under which to register a module.
  var `as`: String?

  /// `binary` or `text`.
  var module_type: String?

  /// The expected message.
  var text: String?

  /// What it does.
  var action: RawAction?

  /// What it expects.
  var expected: [RawValue]?

  /// The command that the JSON describes, its modules being in a folder.
  func command(in folder: URL) throws -> SpecCommand {
    SpecCommand(line: line, kind: try kind(in: folder))
  }

  /// What the command does.
  private func kind(in folder: URL) throws -> SpecCommand.Kind {
    switch type {
    case "module":
      return .module(name: name, module: try module(in: folder))
    case "register":
      return .register(as: try require(`as`, "register without name"), name: name)
    case "action":
      return .action(try parsedAction())
    case "assert_return":
      let expectations = try require(expected, "assert_return without results")
      return .assertReturn(try parsedAction(), try expectations.map { try $0.expectation(line) })
    case "assert_trap":
      return .assertTrap(try parsedAction(), try message())
    case "assert_exception":
      return .assertException(try parsedAction())
    case "assert_exhaustion":
      return .assertExhaustion(try parsedAction(), try message())
    case "assert_invalid":
      return .assertInvalid(try module(in: folder), try message())
    case "assert_malformed":
      return .assertMalformed(try module(in: folder), try message())
    case "assert_unlinkable":
      return .assertUnlinkable(try module(in: folder), try message())
    case "assert_uninstantiable":
      return .assertUninstantiable(try module(in: folder), try message())
    default:
      throw SpecSuiteError.unexpected(line: line, "command \(type)")
    }
  }

  /// A part of the JSON that this command has to have.
  private func require<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else { throw SpecSuiteError.unexpected(line: line, what) }
    return value
  }

  /// The expected message.
  private func message() throws -> String { try require(text, "assertion without message") }

  /// The command's module.
  private func module(in folder: URL) throws -> SpecModule {
    let file = try require(filename, "command without module")
    return SpecModule(
      url: folder.appendingPathComponent(file), isText: module_type == "text")
  }

  /// The command's action.
  private func parsedAction() throws -> SpecAction {
    let action = try require(action, "command without action")
    switch action.type {
    case "invoke":
      let arguments = try require(action.args, "invocation without arguments")
      return .invoke(
        module: action.module, field: action.field,
        arguments: try arguments.map { try $0.value(line) })
    case "get":
      return .get(module: action.module, field: action.field)
    default:
      throw SpecSuiteError.unexpected(line: line, "action \(action.type)")
    }
  }
}

/// The JSON of an action as it is.
private struct RawAction: Decodable {
  /// `invoke` or `get`.
  var type: String

  /// The name of the module.
  var module: String?

  /// The name of the export.
  var field: String

  /// The arguments of a call.
  var args: [RawValue]?
}

/// The JSON of a value or an expectation as it is: numbers are decimal texts of their bits.
private struct RawValue: Decodable {
  /// The type's keyword.
  var type: String

  /// The type of a vector's lanes.
  var lane_type: String?

  /// The bits, or `null`, or the kind of NaN; missing if any value will do.
  var value: Bits?

  /// One text, or one per lane.
  enum Bits: Decodable {
    case scalar(String)
    case lanes([String])

    /// Reads a text or an array of texts.
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .scalar(text)
      } else {
        self = .lanes(try container.decode([String].self))
      }
    }
  }

  /// The value.
  func value(_ line: Int) throws -> SpecValue {
    guard case .value(let value) = try expectation(line) else {
      throw SpecSuiteError.unexpected(line: line, "argument \(self)")
    }
    return value
  }

  /// The expectation, most often of one value.
  func expectation(_ line: Int) throws -> SpecExpectation {
    switch (type, value) {
    case ("i32", .scalar(let text)?):
      if let bits = UInt32(text) { return .value(.i32(bits)) }
    case ("i64", .scalar(let text)?):
      if let bits = UInt64(text) { return .value(.i64(bits)) }
    case ("f32", .scalar(let text)?):
      if let nan = SpecNaN(rawValue: text) { return .f32(nan) }
      if let bits = UInt32(text) { return .value(.f32(bits)) }
    case ("f64", .scalar(let text)?):
      if let nan = SpecNaN(rawValue: text) { return .f64(nan) }
      if let bits = UInt64(text) { return .value(.f64(bits)) }
    case ("funcref", nil): return .anyFuncref
    case ("externref", nil): return .anyExternref
    case ("funcref", .scalar(let text)?):
      if text == "null" { return .value(.funcref(nil)) }
      if let number = UInt32(text) { return .value(.funcref(number)) }
    case ("externref", .scalar(let text)?):
      if text == "null" { return .value(.externref(nil)) }
      if let number = UInt32(text) { return .value(.externref(number)) }
    case ("v128", .lanes(let lanes)?):
      if let vector = vector(lanes) { return vector }
    default: break
    }
    throw SpecSuiteError.unexpected(line: line, "value \(self)")
  }

  /// The expectation of a vector's lanes.
  private func vector(_ lanes: [String]) -> SpecExpectation? {
    let widths = ["i8": 8, "i16": 16, "i32": 32, "i64": 64, "f32": 32, "f64": 64]
    guard let lane_type, let width = widths[lane_type], lanes.count * width == 128 else {
      return nil
    }
    if lanes.contains(where: { SpecNaN(rawValue: $0) != nil }) {
      let parsed = lanes.compactMap { text -> SpecLane? in
        if let nan = SpecNaN(rawValue: text) { return width == 32 ? .f32NaN(nan) : .f64NaN(nan) }
        if width == 32 { return UInt32(text).map { .f32($0) } }
        return UInt64(text).map { .f64($0) }
      }
      return parsed.count == lanes.count ? .v128(parsed) : nil
    }
    var halves: [UInt64] = [0, 0]
    for (index, text) in lanes.enumerated() {
      // Small lanes may be written as signed numbers.
      guard let bits = UInt64(text) ?? Int64(text).map({ UInt64(bitPattern: $0) }) else {
        return nil
      }
      let mask = width == 64 ? UInt64.max : 1 << UInt64(width) - 1
      halves[index * width / 64] |= (bits & mask) << UInt64(index * width % 64)
    }
    return .value(.v128(V128(low: halves[0], high: halves[1])))
  }
}
