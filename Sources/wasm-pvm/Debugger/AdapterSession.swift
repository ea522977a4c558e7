import Foundation
import PVMDebugger
import Support

/// The debugger for editors: the debug adapter protocol on two streams.
final class AdapterSession {
  /// What comes from the client.
  private let input: Int32
  /// What goes to the client.
  private let output: Int32
  /// The command line, for what `launch` does not say.
  private let arguments: ParsedArguments
  /// Cuts the input into messages.
  private var reader = MessageReader()
  /// The messages that are not served yet.
  private var queue: [[UInt8]] = []
  /// Whether the client has gone.
  private var isAtEnd = false
  /// Why the input makes no sense.
  private var broken: MessageReader.Failure?
  /// The first failure to write; after it nothing is written.
  private var failure: (any Error)?
  /// Where sources are; known when there is a program.
  private var sources: SourceFiles?

  /// Serves a client.
  init(input: Int32, output: Int32, arguments: ParsedArguments) {
    self.input = input
    self.output = output
    self.arguments = arguments
  }

  /// Serves requests until the client is done.
  ///
  /// - Throws: if the stream makes no sense, or cannot be written to.
  func run() throws {
    let adapter = DebugAdapter(
      launch: { [unowned self] (wanted) throws(DebuggerError) in try launch(wanted) },
      sources: AdapterSources(
        path: { [unowned self] in sources?.path($0) },
        lines: { [unowned self] in sources?.lines($0) }),
      send: { [unowned self] in write($0) })
    self.adapter = adapter
    adapter.serveWaiting = { [unowned self] in serveWaiting() }
    while !adapter.isFinished, failure == nil {
      if !queue.isEmpty {
        adapter.handle(queue.removeFirst())
        continue
      }
      if let broken {
        adapter.sendOutput("\(broken)\n", category: "stderr")
        throw CommandFailure(.adapter("\(broken)"))
      }
      if isAtEnd {
        if reader.isInMessage { throw CommandFailure(.adapter("the last message is cut short")) }
        break
      }
      receive()
    }
    if let failure { throw failure }
  }

  /// Serves the requests.
  private weak var adapter: DebugAdapter?

  /// Sends a message.
  private func write(_ message: JSONValue) {
    guard failure == nil else { return }
    do {
      try Files.writeAll(MessageReader.framed(message), to: output, path: "the client")
    } catch { failure = error }
  }

  /// Waits for bytes from the client and takes the messages in them.
  private func receive() {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    // The buffer is as large as the count says.
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe read(input, bytes.baseAddress, bytes.count)
    }
    if count < 0, errno == EINTR { return }
    guard count > 0 else {
      isAtEnd = true
      return
    }
    reader.append(buffer[..<count])
    do {
      while let message = try reader.next() { queue.append(message) }
    } catch { broken = error }
  }

  /// Whether a long run has to stop, because of a message that came meanwhile.
  private func isInterrupted() -> Bool {
    var wanted = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    // One descriptor, as the count says.
    while !isAtEnd, broken == nil, unsafe poll(&wanted, 1, 0) > 0 { receive() }
    return isAtEnd || broken != nil
      || queue.contains { adapter?.isResuming == true || Self.stops($0) }
  }

  /// Serves the requests that came while the program ran; false behind one that stops it, or when there are no more to come.
  private func serveWaiting() -> Bool {
    while !queue.isEmpty {
      // The end of the session is served when the run has stopped.
      if Self.stops(queue[0], butPause: true) { return false }
      let message = queue.removeFirst()
      adapter?.handle(message)
      if Self.stops(message) { return false }
    }
    return !isAtEnd && broken == nil
  }

  /// Whether a message asks for something that a run has to stop for.
  private static func stops(_ message: [UInt8], butPause: Bool = false) -> Bool {
    let command = (try? JSONValue(parsing: message))?["command"]?.string
    return command == "disconnect" || command == "terminate" || !butPause && command == "pause"
  }

  // MARK: Launching

  /// What `launch` may say, and the options that mean the same.
  private static let options: [(key: String, row: OptionRow)] = [
    ("argsFile", RunCommand.argumentsFile), ("gas", RunCommand.gas), ("pc", RunCommand.pc),
    ("host", ServiceRun.host), ("inner", InnerProgram.row),
    ("innerProgram", InnerProgram.programRow), ("entry", CompileArguments.entry),
    ("target", CompileArguments.target), ("opt", CompileArguments.optimization),
    ("debugInfo", DebugMapFile.row), ("symbols", Program.symbolsRow),
    ("sourceRoot", DebugCommand.sourceRoot),
  ]

  /// Starts a session as `launch` or the command line says.
  private func launch(_ wanted: JSONValue) throws(DebuggerError) -> DebugSession {
    do {
      let program = try DebuggedProgram(words(wanted)) { [weak self] line in
        self?.adapter?.sendOutput(line, category: "stdout")
      }
      sources = program.sources
      let session = program.session()
      session.timeline.isInterrupted = { [unowned self] in isInterrupted() }
      return session
    } catch { throw DebuggerError("\(error)") }
  }

  /// The command line that `launch` stands for.
  private func words(_ wanted: JSONValue) throws -> ParsedArguments {
    guard let program = wanted["program"]?.string else {
      guard !arguments.positionals.isEmpty else {
        throw DebuggerError("launch names no program, and the command line neither")
      }
      return arguments
    }
    var words = (wanted["options"]?.array ?? []).compactMap(\.string)
    for (key, row) in AdapterSession.options {
      switch wanted[key] {
      case nil: break
      case .string(let text): words.append("\(row.name)=\(text)")
      case .integer(let number): words.append("\(row.name)=\(number)")
      default: throw DebuggerError("\(key) must be a text or a number")
      }
    }
    words += ["--", program]
    switch wanted["args"] {
    case nil: break
    case .string(let bytes): words.append(bytes)
    default: throw DebuggerError("args must be a text of hexadecimal digits")
    }
    return try ParsedArguments(words, table: DebugCommand.table)
  }
}
