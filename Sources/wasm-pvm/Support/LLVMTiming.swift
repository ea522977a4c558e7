import Foundation
import WasmPVM

/// LLVM's measurement of its passes, which it writes to a file.
struct LLVMTiming {
  /// The file.
  private let path: String

  /// Starts measuring.
  init() throws(CommandFailure) {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("wasm-pvm-\(ProcessInfo.processInfo.processIdentifier)-passes").path
    try Files.write([], to: path)
    PassTime.measureLLVM(report: path)
  }

  /// What was measured; the file is gone then.
  func passes() throws(CommandFailure) -> [PassTime] {
    let text = try Files.read(path)
    try? FileManager.default.removeItem(atPath: path)
    return PassTime.llvm(report: String(decoding: text, as: UTF8.self))
  }
}
