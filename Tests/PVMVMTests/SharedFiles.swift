import Foundation

/// The specification and vectors, which are kept beside the package and not in it.
enum SharedFiles {
  /// The folder: `WASM_PVM_SHARED`, or `shared` next to the package.
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["WASM_PVM_SHARED"] {
      return URL(fileURLWithPath: path)
    }
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return package.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  /// The bytes of a file; nil, with a message, if it is absent.
  static func bytes(_ path: String) -> [UInt8]? {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent(path)) else {
      print("skipped: \(path) is not in \(folder.path); set WASM_PVM_SHARED")
      return nil
    }
    return [UInt8](data)
  }

  /// The lines of a text file; nil, with a message, if it is absent.
  static func lines(_ path: String) -> [String]? {
    bytes(path).map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
    }
  }

  /// The names of the files in a folder, sorted; empty, with a message, if it is absent.
  static func names(_ path: String) -> [String] {
    let folder = folder.appendingPathComponent(path)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      print("skipped: \(folder.path) is absent; set WASM_PVM_SHARED")
      return []
    }
    return names.sorted()
  }
}
