import Foundation
import Support

/// A process that runs a command. Unlike Foundation's it stays in this process's group, unless it is given its own, so that
/// Control-C reaches it.
struct ChildProcess {
  /// Its number.
  private let id: pid_t
  /// Whether it leads a group of its own.
  private let leadsGroup: Bool

  /// Starts a command.
  ///
  /// - Parameters:
  ///   - words: the command's path and its arguments.
  ///   - outputToMessages: whether what it writes to standard output goes to standard error.
  ///   - leadsGroup: whether it and its children are a group of their own, that ``terminate()`` ends.
  init(
    _ words: [String], outputToMessages: Bool = false, leadsGroup: Bool = false
  ) throws(CommandFailure) {
    self.leadsGroup = leadsGroup
    // What the system fills in lives until the end of this function, where it is given back; so do the texts.
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if outputToMessages {
      unsafe posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // A process that waits for signals holds them back; its children must not.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    let flags = POSIX_SPAWN_SETSIGMASK | (leadsGroup ? POSIX_SPAWN_SETPGROUP : 0)
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }.sorted()
    var arguments = unsafe words.map { unsafe strdup(Files.systemPath($0)) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    var id: pid_t = 0
    let status = unsafe posix_spawn(
      &id, Files.systemPath(words[0]), &actions, &attributes, &arguments, &variables)
    guard status == 0 else {
      // The C library's message is a constant string.
      throw CommandFailure(
        .unreadable(path: words[0], reason: unsafe String(cString: strerror(status))))
    }
    self.id = id
  }

  /// Waits for its end; its exit status, or 128 and the number of the signal that ended it, as shells have it.
  func wait() -> Int32 {
    var status: Int32 = 0
    // The number lives until the call has returned; likewise below.
    while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
    return ChildProcess.exitStatus(status)
  }

  /// The exit status, as ``wait()`` has it, if it has ended.
  func statusIfEnded() -> Int32? {
    var status: Int32 = 0
    return unsafe waitpid(id, &status, WNOHANG) == id ? ChildProcess.exitStatus(status) : nil
  }

  /// Ends it and, if it leads a group, its children, and waits for that.
  func terminate() {
    kill(leadsGroup ? -id : id, SIGTERM)
    _ = wait()
  }

  /// The exit status in what the system reports.
  private static func exitStatus(_ status: Int32) -> Int32 {
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
