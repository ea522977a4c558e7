internal import PVM
internal import Support

// The commands about breakpoints.

extension TerminalDebugger {
  /// Adds a breakpoint at a place.
  func addBreak(_ text: String, isTemporary: Bool) throws(DebuggerError) {
    let (what, condition) = parts(text)
    let place: Breakpoint.Place
    var name: String
    if what.isEmpty {
      guard let number = session.machine.instructionNumber else {
        throw DebuggerError("break is followed by a place: help break")
      }
      (place, name) = (.code([number]), "pc \(session.machine.pc)")
    } else {
      (place, name) = try session.place(what)
    }
    if case .code(let numbers) = place {
      let pcs = numbers.map { "\(session.program.pcs[$0])" }
      name += numbers.count == 1 ? "" : ", \(numbers.count) places"
      try add(
        place, name.visible, condition, isTemporary: isTemporary,
        details: pcs.count > 8 || name.hasPrefix("pc ")
          ? "" : " at pc \(pcs.joined(separator: ", "))")
    }
  }

  /// Adds a breakpoint at host calls.
  func addCatch(_ text: String) throws(DebuggerError) {
    let (what, condition) = parts(text)
    if what.isEmpty { return try add(.hostCall(nil), "host calls", condition) }
    let index = try HostCallText.index(what, for: session.machine.target)
    let name = HostCallText.name(index, for: session.machine.target)
    try add(.hostCall(index), "host call \(name ?? "\(index)")", condition)
  }

  /// Watches memory.
  func addWatch(_ text: String, _ kind: Breakpoint.Watch.Kind) throws(DebuggerError) {
    let (what, condition) = parts(text)
    var (start, count) = (what, 4)
    if let comma = what.lastIndex(of: ",") {
      start = String(what[..<comma])
      let digits = what[what.index(after: comma)...].drop { $0 == " " }
      guard let number = Int(digits), (1...4096).contains(number) else {
        throw DebuggerError("1 to 4096 bytes can be watched")
      }
      count = number
    }
    let (value, size) = try session.place(of: ExpressionParser.parse(start), follows: false)
    if let size, what.lastIndex(of: ",") == nil {
      guard (1...4096).contains(size) else { throw DebuggerError("1 to 4096 bytes can be watched") }
      count = size
    }
    guard let address = UInt32(exactly: value) else {
      throw DebuggerError("\(value) is no address: addresses have 32 bits")
    }
    let verb = ["write": "writes to", "read": "reads of", "access": "accesses to"][kind.rawValue]
    try add(
      .watch(Breakpoint.Watch(address: address, count: count, kind: kind)),
      "\(verb ?? "accesses to") \(rangeText(address, count))", condition)
  }

  /// Adds a breakpoint and tells so.
  private func add(
    _ place: Breakpoint.Place, _ text: String, _ condition: String?, isTemporary: Bool = false,
    details: String = ""
  ) throws(DebuggerError) {
    let breakpoint = try session.add(
      place, text: text, condition: condition, isTemporary: isTemporary)
    print("breakpoint \(breakpoint.id): \(text)\(details)")
  }

  /// Sets or removes a condition.
  func setCondition(_ text: String) throws(DebuggerError) {
    let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard let word = words.first, let id = Int(word) else {
      throw DebuggerError("condition is followed by the number of a breakpoint and an expression")
    }
    try session.setCondition(id, words.count > 1 ? String(words[1]) : nil)
  }

  /// Lets breakpoints stop, or not.
  func enable(_ text: String, _ isEnabled: Bool) throws(DebuggerError) {
    for id in try ids(text) {
      try session.change(id) { (breakpoint: inout Breakpoint) in
        breakpoint.isEnabled = isEnabled
      }
    }
  }

  /// Prints the breakpoints.
  func showBreakpoints() {
    if session.breakpoints.isEmpty { print("no breakpoints") }
    for breakpoint in session.breakpoints {
      var text = DebugText.padded("\(breakpoint.id)", 4) + breakpoint.text
      if !breakpoint.conditionText.isEmpty { text += " if \(breakpoint.conditionText.visible)" }
      if breakpoint.isTemporary { text += ", once" }
      if !breakpoint.isEnabled { text += ", disabled" }
      if breakpoint.hits > 0 { text += ", hit \(breakpoint.hits)×" }
      print(text)
    }
  }
}
