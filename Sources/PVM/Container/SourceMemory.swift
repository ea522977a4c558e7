#if !hasFeature(Embedded)
  /// Where a program has what its source keeps in memory.
  public struct SourceMemory: Equatable, Sendable {
    /// A function's frame on the stack that compilers to WebAssembly keep in linear memory.
    public struct Frame: Equatable, Sendable {
      /// What holds the pointer of that stack when the function is entered.
      public enum Pointer: Equatable, Sendable {
        /// The low half of a register.
        case register(Register)
        /// Four bytes of memory.
        case memory(address: UInt32)
      }

      /// The code indices of the function.
      public var code: Range<Int>
      /// What holds the stack pointer when the function is entered.
      public var pointer: Pointer
      /// The locals of the module that are addresses in the frame, from their only assignment on: how far behind the stack pointer at
      /// entry.
      public var locals: [Local]

      /// A local of the module.
      public struct Local: Equatable, Sendable {
        /// Its index.
        public var index: Int
        /// The distance in bytes; negative, as the stack grows down.
        public var offset: Int32

        /// Creates a local.
        public init(index: Int, offset: Int32) {
          self.index = index
          self.offset = offset
        }
      }

      /// Creates a frame.
      public init(code: Range<Int>, pointer: Pointer, locals: [Local]) {
        self.code = code
        self.pointer = pointer
        self.locals = locals
      }
    }

    /// The PVM address of address 0 of the linear memory.
    public var base: UInt32
    /// Whether the code was optimized: then memory need not hold what a variable has at a place in the source.
    public var isOptimized: Bool
    /// The functions whose frames can be found, by ascending code; none if the code was optimized.
    public var frames: [Frame]

    /// Creates a description.
    public init(base: UInt32, isOptimized: Bool, frames: [Frame] = []) {
      self.base = base
      self.isOptimized = isOptimized
      self.frames = frames
    }
  }
#endif
