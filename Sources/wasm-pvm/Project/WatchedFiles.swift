import Foundation

/// What there is of some files and folders at one time, as far as a change shows: sizes, times and the files themselves.
struct WatchedFiles: Equatable {
  /// What is known of a file.
  private struct State: Equatable {
    /// The file's number, which is another one if it has been replaced.
    let inode: UInt64
    /// Its size in bytes.
    let size: Int64
    /// When it was written: seconds and nanoseconds.
    let seconds: Int
    /// The part of a second.
    let nanoseconds: Int
  }

  /// The files by path.
  private var states: [String: State] = [:]

  /// Looks at files, and at what is in folders; hidden files in folders do not count.
  init(_ paths: [String]) {
    for path in paths { add(path) }
  }

  /// Looks at a file or a folder.
  private mutating func add(_ path: String) {
    guard states[path] == nil else { return }
    var status = stat()
    // The structure lives until the call has returned.
    guard unsafe stat(Files.systemPath(path), &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      states[path] = State(
        inode: UInt64(status.st_ino), size: Int64(status.st_size),
        seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
      return
    }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    where !name.hasPrefix(".") {
      let inner = "\(path)/\(name)"
      // A link to a folder may lead to where it is itself.
      var link = stat()
      let isLink =
        unsafe lstat(Files.systemPath(inner), &link) == 0 && link.st_mode & S_IFMT == S_IFLNK
      var target = stat()
      let isFolder =
        unsafe stat(Files.systemPath(inner), &target) == 0 && target.st_mode & S_IFMT == S_IFDIR
      if !(isLink && isFolder) { add(inner) }
    }
  }

  /// A file that is different at a later time, the first in order; nil if none is.
  func change(to later: WatchedFiles) -> String? {
    let paths = Set(states.keys).union(later.states.keys)
    return paths.filter { states[$0] != later.states[$0] }.min()
  }
}
