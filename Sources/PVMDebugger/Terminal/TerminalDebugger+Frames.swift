internal import PVM
internal import Support

// The commands that look at functions that have not returned, and their variables.

extension TerminalDebugger {
  /// Looks at a frame by its number, or shows the one that is looked at.
  func selectFrame(_ text: String) throws(DebuggerError) {
    if !text.isEmpty {
      guard let number = Int(text), number >= 0, session.view(ofFrame: number) != nil else {
        throw DebuggerError("there is no frame '\(text.visible)': backtrace lists them")
      }
      session.selectedFrame = number
    }
    showFrame()
  }

  /// Looks at a frame so many further out or in; beyond the last ones, at the last.
  func moveFrame(_ text: String, by direction: Int) throws(DebuggerError) {
    let count = text.isEmpty ? 1 : Int(text) ?? 0
    guard count > 0 else { throw DebuggerError("'\(text.visible)' is no number of frames") }
    let last = session.selectedFrame
    for _ in 0..<count {
      let next = session.selectedFrame + direction
      guard next >= 0, session.view(ofFrame: next) != nil else { break }
      session.selectedFrame = next
    }
    if session.selectedFrame == last {
      throw DebuggerError("this is the \(direction > 0 ? "outermost" : "innermost") frame")
    }
    showFrame()
  }

  /// Prints the frame that is looked at.
  private func showFrame() {
    let stack = session.stack(limit: session.selectedFrame + 1)
    guard let frame = stack.last else { return }
    var text = "#\(session.selectedFrame)  \(frame.name.visible)"
    if let file = frame.file { text += " (\(DebugText.shortPath(file).visible):\(frame.line))" }
    print(text + (frame.isInlined ? ", inlined" : ", pc \(frame.pc)"))
    _ = showLine(frame)
  }

  /// Prints the parameters and variables of the frame that is looked at.
  func showLocals() {
    guard session.variables != nil else {
      return print("no variables are known: give a module that was compiled with -g")
    }
    let view = session.selectedView
    guard let scope = session.scope(of: view) else {
      return print("no variables are known here")
    }
    let base = session.frameBase(view, scope)
    let variables = scope.variables.filter { $0.inlineDepth == view.inlineDepth }
    if variables.isEmpty { return print("no variables are in scope") }
    for variable in variables { print(session.text(of: variable, frameBase: base)) }
    showOptimization()
  }

  /// Says so if variables need not be in memory as the source has them.
  func showOptimization() {
    if session.variables?.memory.isOptimized == true {
      print("the code is optimized: memory may be behind the source; with --opt 0 it is not")
    }
  }
}

extension DebugSession {
  /// A variable with its value.
  func text(of variable: SourceVariable, frameBase: UInt32?) -> String {
    guard let variables else { return "" }
    let value = variables.value(of: variable, frameBase: frameBase)
    return "\(variable.name.visible) = \(variables.text(of: value, in: machine.memory))"
  }

  /// The value of the source that an expression stands for as text; nil if it stands for none.
  func sourceText(of expression: Expression) throws(DebuggerError) -> String? {
    guard let variables, let value = try sourceValue(of: expression, in: selectedView) else {
      return nil
    }
    return variables.text(of: value, in: machine.memory)
  }
}
