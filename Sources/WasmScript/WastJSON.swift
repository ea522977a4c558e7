internal import Foundation
internal import Wasm

/// The JSON of a script as it is.
struct RawScript: Decodable {
  /// The commands.
  var commands: [RawCommand]
}

/// The JSON of a command as it is.
struct RawCommand: Decodable {
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

  /// Results of which it expects one.
  var either: [RawValue]?

  /// The command that the JSON describes, its modules being in a folder.
  func command(in folder: URL) throws -> WastCommand {
    WastCommand(line: line, kind: try kind(in: folder))
  }

  /// What the command does.
  private func kind(in folder: URL) throws -> WastCommand.Kind {
    switch type {
    case "module":
      return .module(name: name, module: try module(in: folder))
    case "register":
      return .register(as: try require(`as`, "register without name"), name: name)
    case "action":
      return .action(try parsedAction())
    case "assert_return":
      if let either {
        let allowed = try either.map { try $0.expectation(line) }
        return .assertReturn(try parsedAction(), [.either(allowed)])
      }
      let expectations = try require(expected, "assert_return without results")
      return .assertReturn(try parsedAction(), try expectations.map { try $0.expectation(line) })
    case "assert_trap":
      return .assertTrap(try parsedAction(), try message())
    case "assert_exhaustion":
      return .assertExhaustion(try parsedAction(), try message())
    case "assert_invalid":
      return .assertInvalid(try module(in: folder), try message())
    case "assert_malformed":
      return .assertMalformed(try module(in: folder), try message())
    case "assert_unlinkable":
      return .assertUnlinkable(try module(in: folder), try message())
    case "assert_exception":
      return .assertException(try parsedAction())
    case "assert_uninstantiable":
      return .assertUninstantiable(try module(in: folder), try message())
    default:
      throw WastError.unexpected(line: line, "command \(type)")
    }
  }

  /// A part of the JSON that this command has to have.
  private func require<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else { throw WastError.unexpected(line: line, what) }
    return value
  }

  /// The expected message.
  private func message() throws -> String { try require(text, "assertion without message") }

  /// The command's module.
  private func module(in folder: URL) throws -> WastModule {
    let file = try require(filename, "command without module")
    return WastModule(
      url: folder.appendingPathComponent(file), isText: module_type == "text")
  }

  /// The command's action.
  private func parsedAction() throws -> WastAction {
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
      throw WastError.unexpected(line: line, "action \(action.type)")
    }
  }
}

/// The JSON of an action as it is.
struct RawAction: Decodable {
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
struct RawValue: Decodable {
  /// The type's keyword.
  var type: String

  /// The type of a vector's lanes.
  var lane_type: String?

  /// The bits, or `null`, or the kind of NaN; missing if any value will do.
  var value: Bits?

  /// For the type `either` the values of which one is expected.
  var values: [RawValue]?

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
  func value(_ line: Int) throws -> WasmValue {
    guard case .value(let value) = try expectation(line) else {
      throw WastError.unexpected(line: line, "argument \(self)")
    }
    return value
  }

  /// The expectation, most often of one value.
  func expectation(_ line: Int) throws -> WastExpectation {
    if type == "either", let values {
      return .either(try values.map { try $0.expectation(line) })
    }
    switch (type, value) {
    case ("i32", .scalar(let text)?):
      if let bits = UInt32(text) { return .value(.i32(bits)) }
    case ("i64", .scalar(let text)?):
      if let bits = UInt64(text) { return .value(.i64(bits)) }
    case ("f32", .scalar(let text)?):
      if let nan = WastNaN(rawValue: text) { return .f32(nan) }
      if let bits = UInt32(text) { return .value(.f32(bits)) }
    case ("f64", .scalar(let text)?):
      if let nan = WastNaN(rawValue: text) { return .f64(nan) }
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
    throw WastError.unexpected(line: line, "value \(self)")
  }

  /// The expectation of a vector's lanes.
  private func vector(_ lanes: [String]) -> WastExpectation? {
    let widths = ["i8": 8, "i16": 16, "i32": 32, "i64": 64, "f32": 32, "f64": 64]
    guard let lane_type, let width = widths[lane_type], lanes.count * width == 128 else {
      return nil
    }
    if lanes.contains(where: { WastNaN(rawValue: $0) != nil }) {
      let parsed = lanes.compactMap { text -> WastLane? in
        if let nan = WastNaN(rawValue: text) { return width == 32 ? .f32NaN(nan) : .f64NaN(nan) }
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
