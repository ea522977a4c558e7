internal import LLVM
internal import PVM
internal import PVMCodegen
internal import Support
internal import Wasm
internal import WasmToLLVM

extension Compilation {
  /// Compiles a binary module and keeps all forms on the way.
  ///
  /// - Throws: as `compile`.
  public static func explore(
    wasm: [UInt8], options: CompileOptions = CompileOptions()
  ) throws(CompileError) -> Exploration {
    var options = options
    options.makesDebugMap = true
    let program = try compile(wasm: wasm, options: options)
    let frontEnd = try validate(
      wasm: wasm, options,
      translation: adapted(translationOptions(options), to: options.target))
    let unoptimized = try frontEnd.unoptimized().module.printed()
    let translated = try frontEnd.optimized(options)
    let optimized = translated.module.printed()
    var generated = try generate(translated, options)
    let linked = try link(&generated.codegen, options)
    let table = generated.codegen.positions
    let module = frontEnd.origins.module
    // The runtime is a module of its own, with other offsets.
    let count = module.functions.count
    func entry(_ position: CodePosition) -> PositionTable.Entry? {
      table[position].flatMap { $0.function < count ? $0 : nil }
    }
    func offset(_ position: CodePosition) -> Int? {
      entry(position).flatMap { $0.offset > 0 ? $0.offset : nil }
    }
    return Exploration(
      program: program, module: try ModuleListing.functions(of: module),
      unoptimized: IRListing.functions(in: unoptimized),
      optimized: IRListing.functions(in: optimized),
      machine: generated.codegen.functions.map { function in
        Exploration.Function(
          name: function.name,
          lines: MachineListing.lines(of: function).map {
            Exploration.Line(text: $0.text, offset: offset($0.position))
          })
      },
      offsets: linked.positions.map(offset),
      moduleFunctions: linked.positions.map { position in
        var position = position
        while let entry = table[position], entry.call.isKnown { position = entry.call }
        return entry(position)?.function
      })
  }
}

/// Machine IR as text, cut into lines.
private enum MachineListing {
  /// The lines of a function, each with the position that the printer writes at its end, ` !7`.
  static func lines(of function: MachineFunction) -> [(text: String, position: CodePosition)] {
    MachinePrinter.text(function).split(separator: "\n").map { line in
      let parts = line.split(separator: " ")
      guard let last = parts.last, last.hasPrefix("!"), let number = UInt32(last.dropFirst())
      else { return (String(line), .none) }
      return (String(line.dropLast(last.count + 1)), CodePosition(number: number))
    }
  }
}

/// LLVM IR as text, cut into functions.
private enum IRListing {
  /// The functions of a module.
  static func functions(in text: String) -> [Exploration.Function] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var offsets: [Substring: Int] = [:]
    // Locations that name a place: `!7 = !DILocation(line: 57, scope: !5)`.
    for line in lines where line.hasPrefix("!") {
      guard let name = line.split(separator: " ", maxSplits: 1).first,
        let location = line.firstRange(of: "!DILocation(line: ")
      else { continue }
      offsets[name] = Int(line[location.upperBound...].prefix { $0.isNumber })
    }
    var functions: [Exploration.Function] = []
    var isInside = false
    for line in lines {
      if line.hasPrefix("define "), let name = name(in: line) {
        functions.append(Exploration.Function(name: name, lines: []))
        isInside = true
      }
      guard isInside else { continue }
      functions[functions.count - 1].lines.append(located(line, offsets))
      if line == "}" { isInside = false }
    }
    return functions
  }

  /// The function that a line defines.
  private static func name(in line: Substring) -> String? {
    guard let at = line.firstIndex(of: "@") else { return nil }
    let rest = line[line.index(after: at)...]
    if rest.hasPrefix("\"") { return LLVMName.text(rest.dropFirst().prefix { $0 != "\"" }) }
    return String(rest.prefix { $0 != "(" })
  }

  /// A line without its location, and what that says.
  private static func located(
    _ line: Substring, _ offsets: [Substring: Int]
  ) -> Exploration.Line {
    guard let location = line.firstRange(of: ", !dbg ") else {
      // A function's own is behind its head.
      let head = line.firstRange(of: " !dbg !")
      let text = head.map { line[..<$0.lowerBound] + " {" } ?? line
      return Exploration.Line(text: String(text), offset: nil)
    }
    let number = line[location.upperBound...].prefix { $0 == "!" || $0.isNumber }
    let rest = line[location.upperBound...].dropFirst(number.count)
    let offset = offsets[number].flatMap { $0 > 0 ? $0 : nil }
    return Exploration.Line(text: String(line[..<location.lowerBound] + rest), offset: offset)
  }
}

/// Names in LLVM IR's text.
private enum LLVMName {
  /// What a name in quotes is: two hexadecimal digits behind a backslash are a byte.
  static func text(_ quoted: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(quoted.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "\\"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
