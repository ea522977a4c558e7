internal import PVM
internal import PVMVM
internal import Support

// The commands that look at the state.

extension TerminalDebugger {
  /// Prints the functions that have not returned.
  func backtrace(_ text: String) throws(DebuggerError) {
    let limit = text.isEmpty ? 100 : Int(text) ?? 0
    guard limit > 0 else { throw DebuggerError("'\(text.visible)' is no number of functions") }
    let frames = session.stack(limit: limit + 1)
    for (index, frame) in frames.prefix(limit).enumerated() {
      let mark = index == session.selectedFrame && index > 0 ? "*" : ""
      var line = DebugText.padded("#\(index)\(mark)", 4) + frame.name.visible
      if let file = frame.file { line += " (\(DebugText.shortPath(file).visible):\(frame.line))" }
      line += frame.isInlined ? ", inlined" : ", pc \(frame.pc)"
      print(line)
    }
    if frames.count > limit { print("and more: bt N prints N") }
  }

  /// Prints a value.
  func printValue(_ text: String) throws(DebuggerError) {
    var rest = text[...]
    var format: Character?
    if rest.hasPrefix("/") {
      format = rest.dropFirst().first
      rest = rest.dropFirst(2)
    }
    let expression = try ExpressionParser.parse(String(rest))
    if format == nil, let text = try session.sourceText(of: expression) {
      print(text)
      return
    }
    let value = try session.value(of: expression)
    switch format {
    case nil:
      let hexadecimal =
        value > 9 && value <= Int128(UInt64.max) ? " = \(Expression.text(value))" : ""
      print("\(value)\(hexadecimal)")
    case "d": print("\(value)")
    case "x", "t":
      let bits = UInt64(truncatingIfNeeded: value)
      print(format == "x" ? "0x" + Hex.string(bits) : "0b" + String(bits, radix: 2))
    default: throw DebuggerError("formats are /x, /d and /t")
    }
  }

  /// Prints memory.
  func examine(_ text: String) throws(DebuggerError) {
    var rest = text[...]
    var count = 0
    var type: MemoryType?
    if rest.hasPrefix("/") {
      let format = rest.dropFirst().prefix { $0 != " " }
      rest = rest[format.endIndex...]
      let digits = format.prefix { $0.isASCII && $0.isNumber }
      let letters = format[digits.endIndex...]
      if !letters.isEmpty {
        guard let known = MemoryType(rawValue: String(letters)) else {
          let names = MemoryType.allCases.map(\.rawValue).joined(separator: ", ")
          throw DebuggerError("'\(String(letters).visible)' is no type; there are \(names)")
        }
        type = known
      }
      if !digits.isEmpty { count = Int(digits) ?? 0 }
      if !digits.isEmpty, !(1...65536).contains(count) {
        throw DebuggerError("1 to 65536 values can be printed")
      }
    }
    let address = try address(String(rest))
    if count == 0 { count = type == nil ? 64 : 1 }
    let size = count * (type?.size ?? 1)
    let bytes = session.machine.memory.prefix(address: address, count: size)
    if bytes.isEmpty {
      throw DebuggerError("0x\(Hex.string(UInt64(address), width: 8)) is not accessible")
    }
    if let type {
      for start in stride(from: 0, through: bytes.count - type.size, by: type.size) {
        let value = type.value(of: bytes[start..<start + type.size])
        let place = Hex.string(UInt64(address) + UInt64(start), width: 8)
        print("0x\(place)  \(value)")
      }
    } else {
      for line in DebugText.dump(bytes, at: address) { print(line) }
    }
    if bytes.count < size {
      print("0x\(Hex.string(UInt64(address) + UInt64(bytes.count), width: 8)) is not accessible")
    }
  }

  /// Prints instructions: of a function, or around the counter.
  func disassemble(_ text: String) throws(DebuggerError) {
    let program = session.program
    var range: Range<Int>
    let here = program.firstNumber(from: Int(session.machine.pc))
    if let function = session.locations.functions.first(where: { $0.name == text }) {
      range =
        program.firstNumber(
          from: function.range.lowerBound)..<program.firstNumber(
          from: function.range.upperBound)
    } else {
      var number = here
      if !text.isEmpty {
        let value = try value(text)
        guard let pc = UInt32(exactly: value), Int(pc) < program.blob.code.count else {
          throw DebuggerError("the code has no pc \(value)")
        }
        number = program.firstNumber(from: Int(pc))
      }
      range = max(0, number - 8)..<min(program.pcs.count, number + 12)
    }
    var line = ""
    for number in range {
      let pc = program.pcs[number]
      if let function = session.locations.function(at: Int(pc)),
        function.range.lowerBound == Int(pc)
      {
        print("\(function.name.visible):")
      }
      let frame = session.frames(at: pc, depth: 0).first
      if let file = frame?.file, let number = frame?.line, number > 0 {
        let place = "\(DebugText.shortPath(file)):\(number)"
        let source = source(file).flatMap { $0.indices.contains(number - 1) ? $0[number - 1] : nil }
        if place != line { print("; \(place)  \(source ?? "")".visible) }
        line = place
      }
      let mark = pc == session.machine.pc ? "=>" : "  "
      let text = DebugText.instruction(program, at: pc)
      print("\(mark) " + DebugText.padded("\(pc)", 8) + text)
    }
  }

  /// Prints the source around a line, or around the run.
  func list(_ text: String) throws(DebuggerError) {
    var (file, line) = (
      session.stack(limit: 1).first?.file, session.stack(limit: 1).first?.line ?? 0
    )
    if !text.isEmpty {
      let (place, name) = try session.place(text)
      guard case .code(let numbers) = place, let number = numbers.first,
        let frame = session.frames(at: session.program.pcs[number], depth: 0).first
      else { throw DebuggerError("\(name.visible) has no source") }
      (file, line) = (frame.file, frame.line)
    }
    guard let file else { throw DebuggerError("no source is known here") }
    guard let lines = source(file) else {
      throw DebuggerError("the source \(file.visible) cannot be read")
    }
    for number in max(1, line - 5)..<max(1, min(lines.count, line + 5) + 1) {
      let mark = number == line ? "=>" : "  "
      let line = lines[number - 1].visible
      print("\(mark) " + (line.isEmpty ? "\(number)" : DebugText.padded("\(number)", 6) + line))
    }
  }

  /// Prints what `info` asks for.
  func info(_ text: String) throws(DebuggerError) {
    let topics: [(name: String, run: () -> Void)] = [
      ("breakpoints", showBreakpoints), ("locals", showLocals), ("registers", showRegisters),
      ("gas", showGas),
      ("globals", showGlobals), ("functions", showFunctions), ("sources", showSources),
      ("hostcalls", showHostCalls), ("memory", showMemory),
    ]
    let chosen = topics.filter { $0.name.hasPrefix(text) }
    guard !text.isEmpty, let topic = chosen.first else {
      let names = topics.map(\.name).joined(separator: ", ")
      throw DebuggerError("info is followed by one of \(names)")
    }
    topic.run()
  }

  /// Prints the registers.
  private func showRegisters() {
    let machine = session.selectedView.machine
    for register in RegisterSet.all {
      print(DebugText.padded(DebugText.name(register), 8) + DebugText.value(machine[register]))
    }
    print(DebugText.padded("pc", 8) + "\(machine.pc)")
  }

  /// Prints the gas and the steps.
  private func showGas() {
    let machine = session.machine
    let calls = machine.hostCalls == 1 ? "1 host call" : "\(machine.hostCalls) host calls"
    print("\(machine.gas) gas left behind \(machine.steps) steps and \(calls)")
    if machine.target.chargesBlocks {
      print(machine.isBlockPaid ? "this block is paid for" : "this block is not paid for yet")
    }
    if let length = session.timeline.length { print("the run has \(length) steps") }
    let (count, interval) = session.timeline.snapshotCounts
    print("\(count) snapshot\(count == 1 ? "" : "s"), one every \(interval) steps")
  }

  /// Prints the named places in memory.
  private func showGlobals() {
    let globals = session.variables?.globals ?? []
    if session.locations.variables.isEmpty, globals.isEmpty { print("no globals are known") }
    for variable in globals { print(session.text(of: variable, frameBase: nil)) }
    if !globals.isEmpty { showOptimization() }
    for variable in session.locations.variables {
      let place = "0x" + Hex.string(UInt64(variable.address), width: 8)
      var text = "\(place)  \(variable.kind.rawValue) \(variable.name.visible)"
      let type: MemoryType? = [1: .u8, 2: .u16, 4: .u32, 8: .u64][variable.size]
      let bytes = session.machine.memory.read(
        address: UInt64(variable.address), count: UInt64(variable.size))
      if variable.kind == .global, let type, let bytes {
        text += " = \(type.value(of: bytes))"
      } else {
        text += ", \(variable.size) bytes"
      }
      print(text)
    }
  }

  /// Prints the functions.
  private func showFunctions() {
    if session.locations.functions.isEmpty { print("no functions are known") }
    for function in session.locations.functions {
      print(DebugText.padded("\(function.range.lowerBound)", 8) + function.name.visible)
    }
  }

  /// Prints the sources.
  private func showSources() {
    if session.locations.files.isEmpty { print("no sources are known") }
    for file in session.locations.files {
      print(file.visible + (source(file) == nil ? " (cannot be read)" : ""))
    }
  }

  /// Prints the host calls in front of the state.
  private func showHostCalls() {
    let calls = session.hostCallTexts(last: 1000)
    if calls.isEmpty { print("no host calls so far") }
    for call in calls { print("\(call.name)  \(call.value.visible)") }
  }

  /// Prints what memory is accessible.
  private func showMemory() {
    var ranges: [(start: Int, end: Int, access: PageAccess)] = []
    for page in session.machine.memory.accessiblePages {
      if let last = ranges.last, last.end == page.index, last.access == page.access {
        ranges[ranges.count - 1].end += 1
      } else {
        ranges.append((page.index, page.index + 1, page.access))
      }
    }
    for range in ranges {
      let texts = [range.start, range.end].map { "0x" + Hex.string(UInt64($0) << 12, width: 8) }
      print("\(texts[0])-\(texts[1])  \(range.access == .readOnly ? "read" : "read, write")")
    }
    print("heap ends at 0x" + Hex.string(session.machine.heapEnd, width: 8))
  }

  /// Prints help.
  func help(_ text: String) throws(DebuggerError) {
    if text.isEmpty {
      for group in TerminalCommandGroup.all {
        print("\(group.title):")
        for command in group.commands {
          let names = command.names.joined(separator: ", ")
          let term = names + (command.arguments.isEmpty ? "" : " " + command.arguments)
          print("  " + DebugText.padded(term, 34) + command.summary)
        }
      }
      print("Commands may be shortened. Lines that start with # are comments.")
      return
    }
    let commands = TerminalCommandGroup.all.flatMap(\.commands)
    guard
      let command = commands.first(where: { $0.names.contains(text) })
        ?? commands.first(where: { $0.names[0].hasPrefix(text) })
    else { throw DebuggerError("there is no command '\(text.visible)': help lists them") }
    for line in command.help { print(line) }
  }
}

extension ReplayMemory {
  /// The bytes from an address on, as far as they are accessible.
  func prefix(address: UInt32, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for index in 0..<count {
      guard Int(address) + index < 1 << 32, let byte = byte(at: address &+ UInt32(index)) else {
        break
      }
      bytes.append(byte)
    }
    return bytes
  }
}
