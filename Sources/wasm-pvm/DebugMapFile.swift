import Foundation
import PVM
import WasmPVM

/// The file that `build --debug-info` writes: a debug map as JSON (`Docs/DebugInfo.md`).
enum DebugMapFile {
  /// `--debug-info` of commands that read a program.
  static let row = OptionRow(
    "--debug-info", .required("FILE"),
    "Where the program's instructions come from, written by build --debug-info")

  /// Writes a map.
  static func write(_ map: DebugMap, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try Files.write(Array(try encoder.encode(map)) + [UInt8(ascii: "\n")], to: path)
  }

  /// Reads the map of a program.
  ///
  /// - Throws: a failure that says what is wrong with the file, or that it belongs to another program.
  static func read(_ path: String, for container: StandardProgram) throws(CommandFailure)
    -> DebugMap
  {
    let bytes = try Files.read(path)
    guard let map = try? JSONDecoder().decode(DebugMap.self, from: Data(bytes)) else {
      throw CommandFailure(.debugInfo(path: path, problem: .malformed))
    }
    guard map.version == DebugMap.currentVersion else {
      throw CommandFailure(.debugInfo(path: path, problem: .version(map.version)))
    }
    guard map.isConsistent else {
      throw CommandFailure(.debugInfo(path: path, problem: .malformed))
    }
    guard map.program == DebugMap.hash(of: container.program) else {
      throw CommandFailure(.debugInfo(path: path, problem: .otherProgram))
    }
    return map
  }
}
