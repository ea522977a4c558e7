import Foundation

extension SharedFolder {
  /// The bytes of a file; nil, with a message, if it is absent.
  package static func bytes(_ path: String) -> [UInt8]? {
    guard let url = url?.appendingPathComponent(path), let data = try? Data(contentsOf: url) else {
      print("skipped: \(path) is not in ../shared; set WASM_PVM_SHARED")
      return nil
    }
    return [UInt8](data)
  }

  /// The lines of a text file; nil, with a message, if it is absent.
  package static func lines(_ path: String) -> [String]? {
    bytes(path).map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
    }
  }

  /// The names of the files in a folder, sorted; empty, with a message, if it is absent.
  package static func names(_ path: String) -> [String] {
    guard let folder = folder(path),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else {
      print("skipped: \(path) is not in ../shared; set WASM_PVM_SHARED")
      return []
    }
    return names.sorted()
  }
}
