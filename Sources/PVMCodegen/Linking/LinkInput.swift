package import PVM

/// What is linked into a program.
package struct LinkInput: Sendable {
  /// The functions, of phase `allocated` or `framed`; their indices must differ.
  package var functions: [MachineFunction]
  /// The indices of the functions to enter at code index 0, 5, 10, …; nil where a trap must be.
  package var entries: [Int?]
  /// The indices of the functions that have a code address: number i has address 2(i + 1).
  package var addressTaken: [Int]
  /// Data mapped read-only at 0x10000.
  package var readOnlyData: [UInt8]
  /// The initial content of the writable memory behind the read-only data.
  package var readWriteData: [UInt8]
  /// How many bytes of writable memory must be there at the start; more than `readWriteData` has
  /// means zeros behind it.
  package var writableSize: Int
  /// The constants in the read-only data.
  package var wideConstants = WideConstants()
  /// Bytes at the top of the stack that belong to no frame.
  package var reservedStack: Int
  /// How many of them hold arrays, which do not count as stack that the program may use.
  package var zeroedBytes = 0

  /// Creates an input.
  package init(
    functions: [MachineFunction], entries: [Int?], addressTaken: [Int] = [],
    readOnlyData: [UInt8] = [], readWriteData: [UInt8] = [], writableSize: Int = 0,
    reservedStack: Int = 0
  ) {
    self.functions = functions
    self.entries = entries
    self.addressTaken = addressTaken
    self.readOnlyData = readOnlyData
    self.readWriteData = readWriteData
    self.writableSize = writableSize
    self.reservedStack = reservedStack
  }
}

/// How programs are linked.
package struct LinkOptions: Sendable {
  /// Which machine the program is for.
  package var target: Target
  /// The stack size in bytes, without arrays at its top; nil to compute it.
  package var stackSize: Int?
  /// The stack size in bytes where the depth of calls is not known.
  package var unboundedStackSize: Int
  /// The largest code, in bytes; the default is what all known implementations take.
  package var maximumCodeSize: Int
  /// The largest jump table, in entries; the default is what all known implementations take.
  package var maximumJumpTableSize: Int
  /// What may be traded for what in allocated code; nil to change nothing in it, so that programs can
  /// be compared with and without.
  package var layout: LayoutOptions?
  /// The passes that are left out.
  package var disabled: Set<CodegenPass>
  /// Whether the machine verifier runs after each stage.
  package var verifies: Bool

  /// Creates options.
  package init(
    target: Target = .gp07, stackSize: Int? = nil, unboundedStackSize: Int = 1 << 20,
    maximumCodeSize: Int = 1 << 25, maximumJumpTableSize: Int = 1 << 24,
    layout: LayoutOptions? = LayoutOptions(), disabled: Set<CodegenPass> = [],
    verifies: Bool = LinkOptions.verifiesByDefault
  ) {
    self.target = target
    self.stackSize = stackSize
    self.unboundedStackSize = unboundedStackSize
    self.maximumCodeSize = maximumCodeSize
    self.maximumJumpTableSize = maximumJumpTableSize
    self.layout = layout
    self.disabled = disabled
    self.verifies = verifies
  }

  /// Debug builds verify.
  package static var verifiesByDefault: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}
