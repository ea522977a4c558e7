internal import Support

/// Prints functions between passes.
package struct PassObserver: Sendable {
  /// What is printed.
  package struct Request: Equatable, Sendable {
    /// The pass behind which it is; nil for every pass.
    package var pass: CodegenPass?
    /// The function's name, or `@` and its index; nil for every function.
    package var function: String?

    /// Creates a request.
    package init(pass: CodegenPass?, function: String?) {
      self.pass = pass
      self.function = function
    }

    /// Reads `all`, `PASS`, `all:FUNCTION` or `PASS:FUNCTION`; nil if there is no such pass.
    package init?(_ text: String) {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      pass = CodegenPass(rawValue: name)
      guard let pass else {
        if name != "all" { return nil }
        function = parts.count == 2 ? String(parts[1]) : nil
        return
      }
      guard Pipeline.passes.contains(where: { $0.name == pass }) else { return nil }
      function = parts.count == 2 ? String(parts[1]) : nil
    }

    /// Whether a function is printed behind a pass.
    func matches(_ pass: CodegenPass, _ function: MachineFunction) -> Bool {
      if let asked = self.pass, asked != pass { return false }
      guard let asked = self.function else { return true }
      return asked == function.name || asked == "@\(function.index)"
    }
  }

  /// What is printed.
  package var requests: [Request]
  /// Gets the texts, in the order in which passes run.
  package var write: @Sendable (String) -> Void

  /// Creates an observer.
  package init(_ requests: [Request], write: @escaping @Sendable (String) -> Void) {
    self.requests = requests
    self.write = write
  }

  /// Checks that the functions exist that are to be printed.
  ///
  /// - Parameter names: the names of all functions, by index.
  /// - Throws: `unknownFunction`.
  func checkNames(_ names: [String]) throws(CodegenError) {
    for request in requests {
      guard let name = request.function, !names.contains(name) else { continue }
      if name.hasPrefix("@"), let index = Int(name.dropFirst()), names.indices.contains(index) {
        continue
      }
      throw CodegenError(.unknownFunction(name, near: NearNames.of(name, among: names)))
    }
  }

  /// Prints a function if that is asked for.
  func note(_ pass: CodegenPass, _ function: MachineFunction) {
    guard requests.contains(where: { $0.matches(pass, function) }) else { return }
    write(";; after \(pass.rawValue)\n" + MachinePrinter.text(function))
  }
}
