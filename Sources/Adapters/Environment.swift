internal import Support
internal import Wasm

/// The module that tells the adapters about the program: what `Wasm/host.h` imports from `pvm-host`.
struct Environment {
  /// What the program has to be started by.
  enum Start {
    /// `_start`, whose standard output is the program's result; the entry point's name.
    case command(entry: String)
    /// `_initialize`, before anything else.
    case reactor
    /// Nothing.
    case none
  }

  /// The module's name for imports and exports.
  static let name = "pvm-host"

  /// The export that a command's entry point is.
  static let main = "\(name).main"

  /// The export that initializes a reactor.
  static let initialize = "\(name).initialize"

  /// How many bytes of the region are not output: `STATE_SIZE` in `Wasm/host.h`.
  private static let stateSize = 8192

  /// The module being written.
  private var writer = ModuleWriter()

  /// Writes the module.
  ///
  /// - Parameter hasMemory: whether the program has a memory; the adapters need one to be compiled at all.
  static func module(
    _ options: WASIOptions, _ files: FileTree, start: Start, hasMemory: Bool
  ) -> [UInt8] {
    var environment = Environment()
    if hasMemory {
      environment.writer.importMemory(Self.name, "memory")
    } else {
      environment.writer.defineMemory(export: "\(Self.name).memory")
    }
    environment.write(options, files, start)
    return environment.writer.encoded()
  }

  /// Writes all functions.
  private mutating func write(_ options: WASIOptions, _ files: FileTree, _ start: Start) {
    var isCommand = false
    if case .command = start { isCommand = true }
    let collects = isCommand && !options.logsOutput
    let output = collects ? options.outputCapacity : 0
    let region = writer.importFunction(
      "pvm", "region_\(Self.stateSize + output)", FunctionType(results: [.i32]))
    switch start {
    case .command:
      let run = writer.importFunction("main", "_start", FunctionType())
      let begin = writer.importFunction(
        Self.name, "begin", FunctionType(parameters: [.i32, .i32]))
      let finish = writer.importFunction(Self.name, "finish", FunctionType())
      var code = Code()
      code.local(0)
      code.local(1)
      code.call(begin)
      code.call(run)
      code.call(finish)
      code.trap()
      writer.define(
        export: Self.main, FunctionType(parameters: [.i32, .i32], results: [.i64]), code)
    case .reactor:
      let run = writer.importFunction("main", "_initialize", FunctionType())
      var code = Code()
      code.call(run)
      writer.define(export: Self.initialize, FunctionType(), code)
    case .none:
      break
    }
    var code = Code()
    code.call(region)
    define("region", FunctionType(results: [.i32]), code)
    define("output_capacity", output)
    define("collects_output", collects ? 1 : 0)
    var seed: UInt64 = 0
    if case .number(let number) = options.seed { seed = number }
    code = Code()
    code.i64(seed)
    define("seed", FunctionType(results: [.i64]), code)
    define("uses_entropy", options.seed == .entropy ? 1 : 0)
    writeLists([options.arguments, options.environment])
    writeTree(files.nodes)
    writeContents(files.nodes)
  }

  /// Defines a function.
  private mutating func define(_ name: String, _ type: FunctionType, _ code: Code) {
    writer.define(export: "\(Self.name).\(name)", type, code)
  }

  /// Defines a function that returns a number.
  private mutating func define(_ name: String, _ value: Int) {
    var code = Code()
    code.i32(value)
    define(name, FunctionType(results: [.i32]), code)
  }

  /// Defines a function that returns a number for each index, and -1 for others.
  private mutating func define(_ name: String, _ values: [Int]) {
    var code = Code()
    for (index, value) in values.enumerated() {
      code.local(0)
      code.i32(index)
      code.equal()
      code.if { inner in
        inner.i32(value)
        inner.return()
      }
    }
    code.i32(-1)
    define(name, FunctionType(parameters: [.i32], results: [.i32]), code)
  }

  /// Defines what is asked about arguments and environment variables.
  private mutating func writeLists(_ lists: [[String]]) {
    let contents: [[UInt8]] = lists.map { list in
      list.flatMap { text -> [UInt8] in text.reversedBytes + [0] }
    }
    define("list_count", lists.map(\.count))
    define("list_size", contents.map(\.count))
    var code = Code()
    for (index, bytes) in contents.enumerated() {
      let segment = writer.addSegment(bytes)
      code.local(0)
      code.i32(index)
      code.equal()
      code.if { inner in
        inner.local(1)
        inner.i32(0)
        inner.i32(bytes.count)
        inner.copySegment(segment)
      }
    }
    define("copy_list", FunctionType(parameters: [.i32, .i32]), code)
  }

  /// Defines what is asked about the tree of files.
  private mutating func writeTree(_ nodes: [FileTree.Node]) {
    define("node_count", nodes.count)
    define("node_is_folder", nodes.map { $0.contents == nil ? 1 : 0 })
    define("node_size", nodes.map { $0.contents?.count ?? 0 })
    define("node_parent", nodes.map(\.parent))
    define("node_child", nodes.map { $0.children.first ?? -1 })
    define(
      "node_sibling",
      nodes.indices.map { index in
        let siblings = nodes[nodes[index].parent].children
        guard let place = siblings.firstIndex(of: index), place + 1 < siblings.count else {
          return -1
        }
        return siblings[place + 1]
      })
    define("node_name_length", nodes.map(\.name.count))
    var code = Code()
    for (index, node) in nodes.enumerated().dropFirst() {
      code.local(0)
      code.i32(node.parent)
      code.equal()
      code.local(2)
      code.i32(node.name.count)
      code.equal()
      code.and()
      code.if { inner in
        inner.matches(node.name, at: 1)
        inner.if { found in
          found.i32(index)
          found.return()
        }
      }
    }
    code.i32(-1)
    define("node_named", FunctionType(parameters: [.i32, .i32, .i32], results: [.i32]), code)
  }

  /// Defines what copies names and contents of files.
  private mutating func writeContents(_ nodes: [FileTree.Node]) {
    var names = Code()
    var contents = Code()
    for (index, node) in nodes.enumerated() {
      let name = writer.addSegment(node.name)
      names.local(0)
      names.i32(index)
      names.equal()
      names.if { inner in
        inner.local(1)
        inner.i32(0)
        inner.local(2)
        inner.copySegment(name)
      }
      guard let bytes = node.contents else { continue }
      let segment = writer.addSegment(bytes)
      contents.local(0)
      contents.i32(index)
      contents.equal()
      contents.if { inner in
        inner.local(2)
        inner.local(1)
        inner.local(3)
        inner.copySegment(segment)
      }
    }
    define("copy_name", FunctionType(parameters: [.i32, .i32, .i32]), names)
    define("copy_data", FunctionType(parameters: [.i32, .i32, .i32, .i32]), contents)
  }
}
