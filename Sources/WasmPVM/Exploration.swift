/// A program in all forms that it has on its way through the compiler, function by function, and what in them comes from the same place.
public struct Exploration: Sendable {
  /// A line of one form.
  public struct Line: Equatable, Sendable {
    /// The text.
    public var text: String
    /// Where it comes from: the byte offset of an instruction in the linked module; nil if that is not known.
    public var offset: Int?
  }

  /// A function in one form.
  public struct Function: Sendable {
    /// Its name there.
    public var name: String
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
  /// The index in `module` of the function that each instruction of the program comes from, in order: that which was compiled, not one that
  /// is inlined there.
  public var moduleFunctions: [Int?]
}
