import PVMCodegen
import Support

/// A test that is one file: input, expectation and reason.
///
/// | Line starts with | Meaning |
/// |---|---|
/// | `;;!` | configuration: `stage = …` as of `--emit`, `options = …` as on the command line; in `.mir` files `pass = …`, the passes that
/// run one after the other, `allocate` for those of allocation, `costs = balanced`, `fastest`, `smallest` or `block-gas`, `limits = exhausted`
/// to treat every function as too large for superlinear algorithms, `copies = …`, what is copied at the start (`stores ADDRESS:BYTES:VALUE…`,
/// `loop SOURCE DESTINATION WORDS UNROLLING`, `claim BYTES` or `host-claim PAGE CALL`), and `shows = purposes` to have lines behind the text with
/// what instructions are for |
/// | `;;>` | a run: arguments in hexadecimal or `-`, `->`, then output or exit reason, then possibly `, gas N` |
/// | `;;=` | the exact text of the stage, line by line |
/// | `;;?` | a fragment of the stage's text; several occur in this order, each after the last |
/// | `;;/` | a fragment that the stage's text must not have |
/// | `;;~` | a fragment of the error that compiling gives |
/// | `;;<` | upper bounds: `code N` bytes, `gas N` of all runs together |
/// | `;;` | why the test exists |
///
/// `PVM_BLESS=1` writes `;;=` lines and the gas of runs anew.
struct FileTest {
  /// A run.
  struct Run {
    /// The arguments.
    var arguments: [UInt8]
    /// The output in hexadecimal, or the exit reason.
    var expected: String
    /// The gas that is used, if the file says it.
    var gas: Int64?
    /// The line in the file, from 0.
    var line: Int
  }

  /// Why a file is no test.
  enum Malformed: Error {
    /// A line is not of its form.
    case line(Int, String)
    /// Nothing says why the test exists.
    case noReason
    /// Nothing is checked.
    case noExpectation
    /// A text is compared, but nothing says which: no stage, or no pass.
    case noStage
  }

  /// All lines of the file.
  var lines: [String]
  /// The stage whose text is compared.
  var stage: String?
  /// The passes that run on machine IR.
  var passes: [String] = []
  /// Whether every function is beyond the limits of superlinear algorithms.
  var exhaustsLimits = false
  /// Whether the text says what instructions are for.
  var showsPurposes = false
  /// What is copied at the start of functions.
  var copies: [StartUpCopy] = []
  /// The name of the cost model.
  var costs: String?
  /// Compile options as on the command line.
  var options: [String] = []
  /// The runs.
  var runs: [Run] = []
  /// The exact text, if it is given.
  var exact: [String]?
  /// Fragments in order.
  var fragments: [String] = []
  /// Fragments that must not occur.
  var absent: [String] = []
  /// Fragments of the error.
  var errors: [String] = []
  /// The most code bytes.
  var codeLimit: Int?
  /// The most gas.
  var gasLimit: Int64?

  /// Reads a file.
  ///
  /// - Throws: `Malformed`.
  init(_ text: String) throws {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var hasReason = false
    for (index, line) in lines.enumerated() {
      guard line.hasPrefix(";;") else { continue }
      let body = line.dropFirst(3)
      let rest = body.hasPrefix(" ") ? String(body.dropFirst()) : String(body)
      switch line.dropFirst(2).first {
      case "!": try configure(rest, index)
      case ">": runs.append(try Self.run(rest, index))
      case "=": exact = (exact ?? []) + [rest]
      case "?": fragments.append(rest)
      case "/": absent.append(rest)
      case "~": errors.append(rest)
      case "<": try limit(rest, index)
      case " ": hasReason = true
      default: break
      }
    }
    guard hasReason else { throw Malformed.noReason }
    guard
      !runs.isEmpty || exact != nil || !fragments.isEmpty || !absent.isEmpty || !errors.isEmpty
        || codeLimit != nil
    else { throw Malformed.noExpectation }
    guard
      stage != nil || !passes.isEmpty || (exact == nil && fragments.isEmpty && absent.isEmpty)
    else { throw Malformed.noStage }
  }

  /// The program without our lines.
  var source: String {
    lines.filter { !$0.hasPrefix(";;") }.joined(separator: "\n")
  }

  /// Reads a line of configuration.
  private mutating func configure(_ text: String, _ line: Int) throws {
    let parts = text.split(separator: "=", maxSplits: 1).map {
      $0.split(separator: " ").map(String.init)
    }
    switch (parts.first, parts.count) {
    case (["stage"], 2) where parts[1].count == 1: stage = parts[1][0]
    case (["options"], 2): options += parts[1]
    case (["pass"], 2): passes += parts[1]
    case (["costs"], 2) where parts[1].count == 1: costs = parts[1][0]
    case (["limits"], 2) where parts[1] == ["exhausted"]: exhaustsLimits = true
    case (["shows"], 2) where parts[1] == ["purposes"]: showsPurposes = true
    case (["copies"], 2):
      guard let copy = Self.copy(parts[1]) else { throw Malformed.line(line, text) }
      copies.append(copy)
    default: throw Malformed.line(line, text)
    }
  }

  /// Reads what is copied at the start.
  private static func copy(_ words: [String]) -> StartUpCopy? {
    let numbers = words.dropFirst().compactMap { Int($0) }
    switch (words.first, numbers.count) {
    case ("stores", _) where words.count > 1:
      var stores: [(address: Int64, bytes: Int, value: Int32)] = []
      for word in words.dropFirst() {
        let parts = word.split(separator: ":")
        guard parts.count == 3, let address = Int64(parts[0]), let bytes = Int(parts[1]),
          let value = Int32(parts[2])
        else { return nil }
        stores.append((address, bytes, value))
      }
      return StartUpCopy(method: .stores(stores))
    case ("loop", 4):
      return StartUpCopy(
        method: .loop(
          source: Int64(numbers[0]), destination: Int64(numbers[1]), words: numbers[2],
          unrolling: numbers[3]))
    case ("claim", 1): return StartUpCopy(method: .claim(bytes: numbers[0]))
    case ("host-claim", 2):
      return StartUpCopy(method: .hostClaim(page: numbers[0], call: UInt32(numbers[1])))
    default: return nil
    }
  }

  /// Reads a line with bounds.
  private mutating func limit(_ text: String, _ line: Int) throws {
    for part in text.split(separator: ",") {
      let words = part.split(separator: " ").map(String.init)
      guard words.count == 2, let number = Int(words[1]) else { throw Malformed.line(line, text) }
      switch words[0] {
      case "code": codeLimit = number
      case "gas": gasLimit = Int64(number)
      default: throw Malformed.line(line, text)
      }
    }
  }

  /// Reads a run.
  private static func run(_ text: String, _ line: Int) throws -> Run {
    let words = text.split(separator: " ").map(String.init)
    guard words.count >= 3, words[1] == "->",
      let arguments = words[0] == "-" ? [] : Hex.bytes(words[0].utf8)
    else { throw Malformed.line(line, text) }
    let result = words[2...].joined(separator: " ").split(separator: ",").map(String.init)
    var gas: Int64?
    if result.count == 2 {
      let parts = result[1].split(separator: " ")
      guard parts.count == 2, parts[0] == "gas", let number = Int64(parts[1]) else {
        throw Malformed.line(line, text)
      }
      gas = number
    }
    guard (1...2).contains(result.count) else { throw Malformed.line(line, text) }
    return Run(arguments: arguments, expected: result[0], gas: gas, line: line)
  }

  /// The file with this text of the stage and this gas.
  func blessed(text: [String]?, gas: [Int64]) -> String {
    var result: [String] = []
    var isWritten = false
    for (index, line) in lines.enumerated() {
      if line.hasPrefix(";;="), let text {
        if !isWritten { result += text.map { $0.isEmpty ? ";;=" : ";;= \($0)" } }
        isWritten = true
      } else if let position = runs.firstIndex(where: { $0.line == index }),
        runs[position].gas != nil
      {
        // The gas is what follows the one comma.
        let start = line.firstIndex(of: ",") ?? line.endIndex
        result.append(line[..<start] + ", gas \(gas[position])")
      } else {
        result.append(line)
      }
    }
    return result.joined(separator: "\n")
  }
}
