/// Where each instruction of a program comes from: functions and byte offsets of the module, files and lines of its source.
///
/// It describes one program; `program` is a hash of it, so that it is not taken for another's (`Docs/DebugInfo.md`).
public struct DebugMap: Equatable, Sendable, Codable {
  /// A place in the source.
  public struct Frame: Hashable, Sendable, Codable {
    /// The index of the source's function in `names`.
    public var function: Int
    /// The index of the file in `files`.
    public var file: Int
    /// The line from 1, or 0 if it is not known.
    public var line: Int
    /// The column from 1, or 0 if it is not known.
    public var column: Int
  }

  /// A function of the module or of an adapter.
  public struct Function: Hashable, Sendable, Codable {
    /// The module: 0 for the main one, then adapters in order.
    public var module: Int
    /// Its index there.
    public var index: Int
    /// Its name, empty if it has none.
    public var name: String
  }

  /// A place in the module, and the call that it is inlined into.
  public struct Position: Hashable, Sendable, Codable {
    /// The index of the function in `functions`.
    public var function: Int
    /// The byte offset in its module; 0 if code of several places was merged.
    public var offset: Int
    /// The index in `positions` of the call that the function was inlined at, if it was.
    public var call: Int?
    /// The indices in `frames` of the places in the source, innermost first.
    public var frames: [Int]
  }

  /// The version of the format.
  public static let currentVersion = 1

  /// The version of the format that it is in.
  public var version = currentVersion
  /// A hash of the program: the hexadecimal FNV-1a of 64 bits of code, mask and jump table as they are in the blob.
  public var program = ""
  /// The paths of source files.
  public var files: [String] = []
  /// The names of the source's functions.
  public var names: [String] = []
  /// The places in the source.
  public var frames: [Frame] = []
  /// The functions.
  public var functions: [Function] = []
  /// The places in the module.
  public var positions: [Position] = []
  /// For each instruction in the order of the code the index in `positions`, or -1 if it is not known.
  public var instructions: [Int] = []

  /// Creates an empty map.
  public init() {}

  /// The hash of a program blob.
  public static func hash(of blob: [UInt8]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in blob { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The places in the source of an instruction, given by its number: innermost first, through what the source's compiler and
  /// what this one inlined.
  public func frames(ofInstruction number: Int) -> [Frame] {
    guard instructions.indices.contains(number), instructions[number] >= 0 else { return [] }
    var result: [Frame] = []
    var next: Int? = instructions[number]
    while let index = next {
      result += positions[index].frames.map { frames[$0] }
      next = positions[index].call
    }
    return result
  }

  /// The place in the module of an instruction, given by its number, then those of the calls that it is inlined into.
  public func positions(ofInstruction number: Int) -> [Position] {
    guard instructions.indices.contains(number), instructions[number] >= 0 else { return [] }
    var result: [Position] = []
    var next: Int? = instructions[number]
    while let index = next {
      result.append(positions[index])
      next = positions[index].call
    }
    return result
  }

  /// Whether all indices exist and no chain of calls has a circle: what was read from a file has to be checked.
  public var isConsistent: Bool {
    positions.indices.allSatisfy { index in
      let position = positions[index]
      return functions.indices.contains(position.function)
        // A call has a number below what is inlined there.
        && position.call.map { (0..<index).contains($0) } ?? true
        && position.frames.allSatisfy { frames.indices.contains($0) }
    }
      && frames.allSatisfy {
        names.indices.contains($0.function) && files.indices.contains($0.file)
      }
      && instructions.allSatisfy { $0 >= -1 && $0 < positions.count }
  }
}
