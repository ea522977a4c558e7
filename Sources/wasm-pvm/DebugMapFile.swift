import PVM
import WasmPVM

/// The file that `build --debug-info` writes: a debug map (`Docs/DebugMap.md`).
enum DebugMapFile {
  /// `--debug-info` of commands that read a program.
  static let row = OptionRow(
    "--debug-info", .required("FILE"),
    "Where the program's instructions come from, written by build --debug-info; of a module this is known"
  )

  /// Reads the map of a program.
  ///
  /// - Throws: a failure that says what is wrong with the file, or that it belongs to another program.
  static func read(_ path: String, for container: StandardProgram) throws(CommandFailure)
    -> DebugMap
  {
    let bytes = try Files.read(path)
    do throws(DebugMapError) {
      return try DebugMap(decoding: bytes, ofProgram: container.program)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
  }
}
