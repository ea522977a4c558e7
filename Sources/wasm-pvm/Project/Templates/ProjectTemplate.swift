import Foundation
import PVM
import Support

/// A service that `wasm-pvm new` writes: the same one in every language, with what builds it.
struct ProjectTemplate {
  /// A file of the project.
  struct File {
    /// Its path in the project's folder; `{{name}}` in it is the project's name.
    let path: String
    /// Its text, with `{{name}}`, `{{target}}`, `{{gray-paper}}` and, for the index of a host function, `{{host:NAME}}`.
    let text: String
  }

  /// The word that selects it.
  let language: String
  /// The language's name.
  let title: String
  /// The commands that must be on `PATH`.
  let needs: [String]
  /// How they are installed.
  let install: String
  /// The commands that build the module; none if the source is one.
  let commands: [String]
  /// The module that the commands make.
  let module: String
  /// What the module is made of: folders and files.
  let sources: [String]
  /// Folders that the toolchain makes and that are no part of the project.
  let ignored: [String]
  /// The sources.
  let files: [File]

  /// Creates a template.
  init(
    _ language: String, _ title: String, needs: [String], install: String, commands: [String],
    module: String = "build/{{name}}.wasm", sources: [String] = ["src"], ignored: [String] = [],
    files: [File]
  ) {
    self.language = language
    self.title = title
    self.needs = needs
    self.install = install
    self.commands = commands
    self.module = module
    self.sources = sources
    self.ignored = ignored
    self.files = files
  }

  /// The templates in the order of the help text.
  static let all = [c, cPlusPlus, rust, swift, assemblyScript, zig, text]

  /// The files of a project with this name.
  func files(name: String, target: Target) -> [File] {
    let ignored = (["build"] + ignored).map { "/\($0)/\n" }.joined()
    let all =
      [
        File(path: ProjectFile.name, text: configuration),
        File(path: "state.json", text: Self.state), File(path: "tests/odd.json", text: Self.odd),
        File(path: ".gitignore", text: ignored),
      ] + files
    return all.map { file in
      File(
        path: Self.filled(file.path, name: name, target: target),
        text: Self.filled(file.text, name: name, target: target))
    }
  }

  /// A text with values in place of names in braces.
  private static func filled(_ text: String, name: String, target: Target) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.range(of: "{{"), let end = rest[start.upperBound...].range(of: "}}") {
      result += rest[..<start.lowerBound]
      result += value(rest[start.upperBound..<end.lowerBound], name: name, target: target)
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  /// What a name in braces stands for.
  private static func value(_ word: Substring, name: String, target: Target) -> String {
    switch word {
    case "name": return name
    case "name-length": return String(name.utf8.count)
    case "target": return "\(target.name)"
    case "gray-paper": return target.release == .gp07 ? "0.7.2" : "0.8"
    default:
      let function = HostFunction.allCases.first { "host:\($0.name)" == word }
      guard let function, let index = target.index(of: function) else {
        Invariant.violated("a template names what is not there")
      }
      return String(index)
    }
  }

  /// A text as TOML has it.
  private static func quoted(_ text: String) -> String {
    // What we write has no control characters.
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Texts as TOML has them, in a line each.
  private static func lines(_ texts: [String]) -> String {
    texts.isEmpty ? "[]" : "[\n" + texts.map { "  \(quoted($0)),\n" }.joined() + "]"
  }
}

// MARK: Files of every project

extension ProjectTemplate {
  /// The project's file.
  private var configuration: String {
    """
    # What wasm-pvm build, run, test and watch read; they work in every folder of the project.

    [project]   # becomes the program's metadata; license and authors may be there too
    name = "{{name}}"
    version = "0.1.0"

    [build]
    needs = [\(needs.map(Self.quoted).joined(separator: ", "))]
    install = \(Self.quoted(install))
    sources = [\(sources.map(Self.quoted).joined(separator: ", "))]
    commands = \(Self.lines(commands))
    module = \(Self.quoted(module))
    output = "build/{{name}}.jam"

    [options]   # the options of wasm-pvm build, without dashes
    target = "{{target}}"
    opt = 2

    [run]       # the options of wasm-pvm run
    host = "state.json"
    entry = "accumulate"

    [[test]]
    name = "refine adds the numbers of a work item"
    host = "state.json"
    entry = "refine"
    output = "0300000000000000"

    [[test]]
    name = "refine refuses a payload that is no numbers"
    host = "tests/odd.json"
    entry = "refine"
    exit = "panic"

    [[test]]
    name = "accumulate adds to the total"
    host = "state.json"
    entry = "accumulate"
    log = ["[helpful] {{name}}: total updated"]
    changes = [
      "service 42: balance 10000 -> 11000",
      "service 42: storage 746f74616c: 0a00000000000000 -> 0d00000000000000",
    ]

    """
  }

  /// The state that the service runs in: a total of 10, a work item with the numbers 1 and 2, and what accumulate gets of it.
  private static let state = """
    {
      "service": 42,
      "timeslot": 9,
      "services": [{"id": 42, "balance": 10000, "storage": {"746f74616c": "0a00000000000000"}}],
      "core": 2,
      "package": {"items": [{"service": 42, "payload": "01000000000000000200000000000000"}]},
      "inputs": [
        {"kind": "result", "gas": 100000, "output": "0300000000000000"},
        {"kind": "result", "gas": 100000, "error": "panic"},
        {"kind": "transfer", "sender": 7, "receiver": 42, "amount": 1000, "gas": 100000}
      ]
    }

    """

  /// A state with a work item whose payload is no numbers.
  private static let odd = """
    {
      "service": 42,
      "services": [{"id": 42, "balance": 10000}],
      "package": {"items": [{"service": 42, "payload": "0100"}]}
    }

    """
}
