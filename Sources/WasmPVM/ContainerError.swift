internal import Support

/// Why a program cannot be put into a container as the options ask.
struct ContainerError: CodedError, Equatable {
  /// What is wrong.
  enum Kind: Equatable, Sendable {
    /// The program needs more heap pages than it is to have.
    case tooFewHeapPages(Int, needed: Int)
    /// The program grows its memory from the end of the heap, where it must end therefore.
    case heapIsGrown(Int, needed: Int)
  }

  /// What is wrong.
  let kind: Kind

  /// Creates an error.
  init(_ kind: Kind) { self.kind = kind }

  /// The stable code.
  var code: String {
    switch kind {
    case .tooFewHeapPages: "B001"
    case .heapIsGrown: "B002"
    }
  }

  /// The options are wrong.
  var errorClass: ErrorClass { .rejected }

  /// The message.
  var description: String {
    switch kind {
    case .tooFewHeapPages(let pages, let needed):
      "the program needs \(needed) heap pages of 4096 bytes, so it cannot have \(pages) [\(code)]"
    case .heapIsGrown(let pages, let needed):
      "the program grows its memory from the end of its \(needed) heap pages, so it cannot have "
        + "\(pages); '--reserve-memory' maps more memory at start [\(code)]"
    }
  }
}
