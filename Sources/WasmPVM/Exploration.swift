/// A program in all forms that it has on its way through the compiler, function by function, and what in them comes from the same place.
public struct Exploration: Sendable {
  /// A line of one form.
  public struct Line: Equatable, Sendable {
    /// The text.
    public var text: String
    /// Where it comes from: the byte offset of an instruction in the linked module; nil if that is not known.
    public var offset: Int?

    /// Creates a line.
    public init(text: String, offset: Int?) {
      self.text = text
      self.offset = offset
    }
  }

  /// A function in one form.
  public struct Function: Sendable {
    /// Its name there: `$name` or the index of a function of the module; from LLVM IR on, that of the program's function that it becomes.
    public var name: String
    /// The index in `module` of the function that it is, or that it was made for; nil if there is none.
    public var origin: Int?
    /// Its lines.
    public var lines: [Line]
  }

  /// The program, with its debug map.
  public var program: CompiledProgram
  /// The functions of the linked module, imported ones without lines.
  public var module: [Function]
  /// The functions as LLVM IR in front of LLVM's passes.
  public var unoptimized: [Function]
  /// The functions as LLVM IR behind LLVM's passes.
  public var optimized: [Function]
  /// The functions as machine IR, as they are emitted.
  public var machine: [Function]
  /// The offset in the linked module that each instruction of the program comes from, in order.
  public var offsets: [Int?]
  /// The functions that each instruction of the program is in, in order, as indices in `module`: that which was compiled, then the one
  /// that was inlined there, and so on; empty if that is not known.
  public var origins: [[Int]]
}
