/// Why a module was rejected, and where.
public struct WasmError: Error, Hashable, Sendable {
  /// What is wrong.
  public var kind: Kind

  /// The offset of the offending byte in the module.
  public var offset: Int

  /// The function whose body is concerned, if the error is in one.
  public var function: FunctionReference?

  /// The text name of the instruction concerned, if the error is in one.
  public var instruction: String?

  /// Creates an error.
  public init(
    _ kind: Kind, at offset: Int, function: FunctionReference? = nil, instruction: String? = nil
  ) {
    self.kind = kind
    self.offset = offset
    self.function = function
    self.instruction = instruction
  }

  /// A function by index and, where known, by name.
  public struct FunctionReference: Hashable, Sendable {
    /// The index in ``Module/functions``.
    public var index: Int

    /// The name from the `name` section.
    public var name: WasmName?

    /// Creates a reference.
    public init(index: Int, name: WasmName? = nil) {
      self.index = index
      self.name = name
    }
  }
}
