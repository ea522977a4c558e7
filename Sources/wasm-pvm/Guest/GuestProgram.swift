import Foundation
import PVM
import PVMGuest
import WasmPVM

/// The PVM inside the PVM as a program: the interpreter of this package, compiled to WebAssembly when
/// this package was made, and by this compiler now.
enum GuestProgram {
  /// The program file for a machine, without metadata.
  ///
  /// - Throws: `CommandFailure` if the module does not compile, which would be a bug.
  static func compiled(
    _ level: OptimizationLevel, _ target: Target
  ) throws(CommandFailure) -> CompiledProgram {
    var imports = ImportMap()
    for function in GuestModule.importedFunctions {
      _ = imports.add(
        ImportMap.Entry(
          name: "jam.\(function.name)",
          action: .hostCall(UInt32(target.index(of: function) ?? function.rawValue))))
    }
    let adapter = Adapter(
      name: "the guest's host calls", wasm: GuestModule.hostCallAdapter(for: target))
    let options = CompileOptions(
      target: target, optimization: level, imports: imports, adapters: [adapter], metadata: nil)
    do throws(CompileError) {
      return try Compilation.compile(wasm: module, options: options)
    } catch {
      throw CommandFailure(.inInput(name: "the PVM-in-PVM guest", error: error))
    }
  }

  /// The module: what `GuestModule` has in Base64.
  static let module: [UInt8] = {
    // The text is generated; a test decodes it.
    guard let data = Data(base64Encoded: GuestModule.base64, options: .ignoreUnknownCharacters)
    else { return [] }
    return [UInt8](data)
  }()
}
