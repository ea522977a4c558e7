import Foundation
import Support

/// Reads and writes whole files, with `-` for the standard streams and the system's reason in errors.
enum Files {
  /// The name of the standard streams on the command line.
  static let standardStream = "-"

  /// The content of a file or of standard input.
  static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    let isStandard = path == standardStream
    let descriptor = isStandard ? FileHandle.standardInput.fileDescriptor : openForReading(path)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { if !isStandard { close(descriptor) } }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // The buffer is as large as the count says.
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Foundation.read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count == 0 { return content }
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(isStandard ? "standard input" : path)
      }
      content += buffer[..<count]
    }
  }

  /// Writes a file, or to standard output.
  ///
  /// A regular file gets its name only when it is complete; if anything fails, what was there before
  /// is still there. A device or a pipe is written to directly.
  static func write(_ content: [UInt8], to path: String) throws(CommandFailure) {
    if path == standardStream {
      try writeAll(content, to: FileHandle.standardOutput.fileDescriptor, path: "standard output")
      return
    }
    // A symbolic link stays one: what it points to is replaced, or made.
    let target = try linkTarget(path)
    if isSpecial(target) {
      // The path is a text that lives until the call has returned; likewise below.
      let descriptor = unsafe open(systemPath(target), O_WRONLY)
      guard descriptor >= 0 else { throw unwritable(path) }
      defer { close(descriptor) }
      try writeAll(content, to: descriptor, path: path)
      return
    }
    let temporary = "\(target).\(ProcessInfo.processInfo.processIdentifier).tmp"
    let descriptor = unsafe open(systemPath(temporary), O_WRONLY | O_CREAT | O_EXCL, 0o666)
    guard descriptor >= 0 else { throw unwritable(path) }
    do throws(CommandFailure) {
      defer { close(descriptor) }
      try writeAll(content, to: descriptor, path: path)
    } catch {
      _ = unsafe unlink(systemPath(temporary))
      throw error
    }
    guard unsafe rename(systemPath(temporary), systemPath(target)) == 0 else {
      let failure = unwritable(path)
      _ = unsafe unlink(systemPath(temporary))
      throw failure
    }
  }

  /// Makes the folder that a path is in, and those above it.
  static func makeFolder(of path: String) throws(CommandFailure) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    try makeFolder(String(path[..<slash]))
  }

  /// Makes a folder and those above it, unless it is there.
  static func makeFolder(_ path: String) throws(CommandFailure) {
    // The path is a text that lives until the call has returned.
    if unsafe mkdir(systemPath(path), 0o777) == 0 || errno == EEXIST { return }
    let first = unwritable(path)
    guard errno == ENOENT, path.contains("/") else { throw first }
    try makeFolder(of: path)
    guard unsafe mkdir(systemPath(path), 0o777) == 0 || errno == EEXIST else {
      throw unwritable(path)
    }
  }

  /// Prints text to standard output; what a terminal would act on is escaped.
  static func print(_ text: String) throws(CommandFailure) {
    try write(Array(text.visibleLines.utf8), to: standardStream)
  }

  /// Opens a file for writing bit by bit, without what was in it; standard output for `-`.
  static func openForWriting(_ path: String) throws(CommandFailure) -> Int32 {
    if path == standardStream { return FileHandle.standardOutput.fileDescriptor }
    // The path is a text that lives until the call has returned.
    let descriptor = unsafe open(systemPath(path), O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard descriptor >= 0 else { throw unwritable(path) }
    return descriptor
  }

  /// A descriptor for a file, or a negative number.
  private static func openForReading(_ path: String) -> Int32 {
    // The path is a text that lives until the call has returned.
    unsafe open(systemPath(path), O_RDONLY)
  }

  /// A path as the system has it, zero-terminated: any bytes (see ``CommandLineText``).
  static func systemPath(_ path: String) -> [CChar] {
    path.reversedBytes.map { CChar(bitPattern: $0) } + [0]
  }

  /// What a path leads to, through symbolic links, whether it is there or not.
  private static func linkTarget(_ path: String) throws(CommandFailure) -> String {
    var target = path
    // As many as the system follows.
    for _ in 0..<40 {
      let size = Int(PATH_MAX)
      var buffer = [CChar](repeating: 0, count: size)
      // The buffer is as large as the size says.
      let count = unsafe readlink(systemPath(target), &buffer, size)
      guard count >= 0 else { return target }
      let link = String(reversibly: buffer.prefix(count).map { UInt8(bitPattern: $0) })
      let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
      target = link.hasPrefix("/") ? link : folder + link
    }
    errno = ELOOP
    throw unwritable(path)
  }

  /// Whether something is there that is not a regular file, so that it must not be replaced.
  private static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    // The structure lives until the call has returned.
    guard unsafe stat(systemPath(path), &status) == 0 else { return false }
    return status.st_mode & S_IFMT != S_IFREG
  }

  /// Writes everything, however often the system has to be asked.
  static func writeAll(
    _ content: [UInt8], to descriptor: Int32, path: String
  ) throws(CommandFailure) {
    var start = 0
    while start < content.count {
      // The buffer is as large as the count says, and `start` is below it.
      let count = unsafe content.withUnsafeBytes { bytes in
        unsafe Foundation.write(
          descriptor, bytes.baseAddress.map { unsafe $0 + start }, bytes.count - start)
      }
      if count >= 0 {
        start += count
      } else if errno != EINTR {
        throw unwritable(path)
      }
    }
  }

  /// What tells the file at a path from all others, be it there or not; nil for devices and pipes, which are not replaced.
  static func identity(_ path: String) -> String? {
    if path == standardStream { return nil }
    var status = stat()
    // The structure lives until the call has returned; likewise below.
    if unsafe stat(systemPath(path), &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else { return nil }
      return "\(status.st_dev):\(status.st_ino)"
    }
    guard let target = try? linkTarget(path) else { return nil }
    let slash = target.lastIndex(of: "/")
    let folder = slash.map { String(target[...$0]) } ?? "."
    guard unsafe stat(systemPath(folder), &status) == 0 else { return nil }
    let name = slash.map { target[target.index(after: $0)...] } ?? target[...]
    return "\(status.st_dev):\(status.st_ino)/\(name)"
  }

  /// The failure to read, with the reason of the last system call.
  private static func unreadable(_ path: String) -> CommandFailure {
    CommandFailure(.unreadable(path: path, reason: reason()))
  }

  /// The failure to write, with the reason of the last system call.
  private static func unwritable(_ path: String) -> CommandFailure {
    CommandFailure(.unwritable(path: path, reason: reason()))
  }

  /// Why the last system call failed.
  private static func reason() -> String {
    // The C library's message is a constant string.
    unsafe String(cString: strerror(errno))
  }
}
