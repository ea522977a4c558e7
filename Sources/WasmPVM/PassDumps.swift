internal import PVMCodegen

/// What is printed between passes of code generation.
public struct PassDumps: Equatable, Sendable {
  /// What is printed.
  private var requests: [PassObserver.Request] = []
  /// Gets the texts.
  private let write: @Sendable (String) -> Void

  /// Prints nothing yet.
  ///
  /// - Parameter write: gets each text when it comes up, even if compiling fails later.
  public init(write: @escaping @Sendable (String) -> Void) { self.write = write }

  /// Asks for `PASS`, `PASS:FUNCTION`, `all` or `all:FUNCTION`; false if there is no such pass. A function is given by its
  /// name or as `@` and its index.
  public mutating func add(_ text: String) -> Bool {
    guard let request = PassObserver.Request(text) else { return false }
    requests.append(request)
    return true
  }

  /// The names of the passes, in the order in which they first run.
  public static var passes: [String] { Pipeline.passes.map(\.name.rawValue) }

  /// The observer that prints.
  var observer: PassObserver { PassObserver(requests, write: write) }

  /// Compares what is printed.
  public static func == (left: PassDumps, right: PassDumps) -> Bool {
    left.requests == right.requests
  }
}
