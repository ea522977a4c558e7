/// What the code generator and the linker need to know about a translated module beside its IR.
package struct ModuleInterface: Equatable, Sendable {
  /// The entry points, in the order of their pcs 0, 5, 10, ….
  package var entries: [EntryPoint] = []
  /// The initial contents of the linear memory.
  package var memoryImage = MemoryImage()
  /// The linear memory's size at start in Wasm pages of 65,536 bytes: what must be mapped at ``Symbol/memory``.
  ///
  /// It includes the pages reserved for growth. The last of these bytes must be the last of the heap, because growing
  /// beyond them is done by `sbrk`.
  package var mappedPages = 0
  /// Whether the program grows its memory with `sbrk`.
  package var usesAllocation = false
  /// The type shift of ``FunctionReference``.
  package var typeShift = FunctionReference.minimumTypeShift

  /// Creates an interface without entry points and memory.
  package init() {}
}
