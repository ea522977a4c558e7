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
      translation: adapted(translationOptions(options), to: options))
    let module = frontEnd.origins.module
    var positions = Positions(functionCount: module.functions.count)
    let unoptimized = IRListing.functions(of: try frontEnd.unoptimized().module, positions)
    let translated = try frontEnd.optimized(options)
    let optimized = IRListing.functions(of: translated.module, positions)
    var generated = try generate(translated, options)
    let linked = try link(&generated.codegen, options)
    positions.table = generated.codegen.positions
    return Exploration(
      program: program, module: try ModuleListing.functions(of: module),
      unoptimized: unoptimized, optimized: optimized,
      machine: generated.codegen.functions.map { function in
        Exploration.Function(
          name: function.name,
          lines: MachineListing.lines(of: function).map {
            Exploration.Line(text: $0.text, offset: positions.offset($0.position))
          })
      },
      offsets: linked.positions.map(positions.offset),
      origins: positions.chains(of: linked.positions))
  }
}

/// What positions say about the module. The runtime is a module of its own, with other offsets.
private struct Positions {
  /// How many functions the module has; those of the runtime follow.
  let functionCount: Int
  /// What positions of the program are.
  var table = PositionTable()

  /// Prepares for a module.
  init(functionCount: Int) { self.functionCount = functionCount }

  /// The function that a number in LLVM's metadata is; nil for none of the module.
  func origin(_ number: Int?) -> Int? { number.flatMap { $0 < functionCount ? $0 : nil } }

  /// The offset in the module that a position is; nil for none there.
  func offset(_ position: CodePosition) -> Int? {
    table[position].flatMap { origin($0.function) != nil && $0.offset > 0 ? $0.offset : nil }
  }

  /// The offset in the module that a location of LLVM is; nil for none there.
  func offset(_ location: DebugLocation) -> Int? {
    origin(location.function) != nil && location.line > 0 ? location.line : nil
  }

  /// The functions of the module that each instruction is in, from the one that was compiled inwards.
  func chains(of positions: [CodePosition]) -> [[Int]] {
    var known: [CodePosition: [Int]] = [:]
    return positions.map { position in
      if let chain = known[position] { return chain }
      var chain: [Int] = []
      var next = position
      while let entry = table[next] {
        if let function = origin(entry.function) { chain.append(function) }
        next = entry.call
      }
      chain.reverse()
      known[position] = chain
      return chain
    }
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
  /// The functions of a module that have bodies. LLVM prints functions and instructions in the module's order; what they are and where they
  /// come from is the module's to say.
  static func functions(
    of module: borrowing LLVM.Module, _ positions: Positions
  ) -> [Exploration.Function] {
    var functions: [Exploration.Function] = []
    var offsets: [[Int?]] = []
    for function in module.functions where !function.isDeclaration {
      functions.append(
        Exploration.Function(
          name: function.name, origin: positions.origin(function.locationNumber), lines: []))
      offsets.append(
        function.blocks.flatMap { block in
          block.instructions.compactMap(\.location).map { positions.offset($0) }
        })
    }
    var current = -1
    var isInside = false
    var rest: [Int?].SubSequence = []
    for line in module.printed().split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("define ") {
        current += 1
        isInside = true
        rest = offsets[current][...]
        // A function's own location is behind its head.
        let head = line.firstRange(of: " !dbg !").map { line[..<$0.lowerBound] + " {" } ?? line
        functions[current].lines.append(Exploration.Line(text: String(head), offset: nil))
        continue
      }
      guard isInside else { continue }
      functions[current].lines.append(located(line, &rest))
      if line == "}" { isInside = false }
    }
    return functions
  }

  /// A line without the location that it says it has, which is the first of those that are left.
  private static func located(
    _ line: Substring, _ offsets: inout [Int?].SubSequence
  ) -> Exploration.Line {
    guard let location = line.ranges(of: ", !dbg !").last else {
      return Exploration.Line(text: String(line), offset: nil)
    }
    let rest = line[location.upperBound...].drop { $0.isNumber }
    return Exploration.Line(
      text: String(line[..<location.lowerBound] + rest), offset: offsets.popFirst() ?? nil)
  }
}
