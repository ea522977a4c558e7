public import Foundation

/// The folder of test material that is not part of the repository.
public enum SharedFolder {
  /// Where the folder is: `WASM_PVM_SHARED`, or `shared` beside the repository; nil if it is not there.
  public static let url: URL? = {
    var candidates: [URL] = []
    if let path = ProcessInfo.processInfo.environment["WASM_PVM_SHARED"] {
      candidates.append(URL(fileURLWithPath: path, isDirectory: true))
    } else {
      // This file is <repository>/Sources/TestSupport/SharedFolder.swift.
      let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
      let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
      for folder in [repository, current] {
        candidates.append(folder.deletingLastPathComponent().appendingPathComponent("shared"))
      }
    }
    return candidates.first { isFolder($0) }
  }()

  /// A folder inside the shared folder, or nil if it is not there.
  public static func folder(_ path: String) -> URL? {
    guard let folder = url?.appendingPathComponent(path, isDirectory: true), isFolder(folder)
    else { return nil }
    return folder
  }

  /// Whether there is a folder at a place.
  private static func isFolder(_ url: URL) -> Bool {
    (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
  }
}
