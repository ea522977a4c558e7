package import PVM
internal import Support

/// A function of a linked program.
package struct LinkedFunction: Hashable, Sendable {
  /// Its index in the program.
  package var index: Int
  /// Its name, for people.
  package var name: String
  /// Its code.
  package var code: Range<Int>
  /// How many instructions it has.
  package var instructionCount: Int
  /// How many bytes its frame takes.
  package var frameSize: Int
}

/// A linked program.
package struct LinkedProgram: Sendable {
  /// The container.
  package var program: StandardProgram
  /// The program blob in it.
  package var blob: ProgramBlob
  /// The functions that are in it, by code index. Everything before the first is the entry table.
  package var functions: [LinkedFunction]
  /// How many bytes of stack the deepest chain of calls takes; nil if that is not known.
  package var stackDepth: Int?
  /// What each instruction is for, in the order of the code.
  package var purposes: [InstructionPurpose]
  /// Where each instruction comes from, in the order of the code.
  package var positions: [CodePosition]
  /// Where blocks as selected begin.
  package var origins: BlockOrigins
}

/// Where the blocks of functions as selected begin in the code, for profiles.
package struct BlockOrigins: Hashable, Sendable {
  /// The blocks; one may be there several times.
  package var blocks: [BlockOrigin] = []
  /// What the functions' control flow was, without counts.
  package var shapes: [String: BlockProfile.Function] = [:]

  /// Creates an empty list.
  package init() {}
}

extension LinkedProgram {
  /// The functions as a symbol map; those without code are left out.
  package var symbols: SymbolMap {
    var map = SymbolMap()
    for function in functions where !function.code.isEmpty {
      do throws(PVMError) {
        try map.append(
          SymbolMap.Function(name: Array(function.name.utf8), range: function.code))
      } catch {
        Invariant.violated("functions are in the order of their code")
      }
    }
    return map
  }
}
