internal import Wasm

/// What the imports of the inputs mean: every one of them followed to its end.
struct Bindings {
  /// An import of an input.
  private struct Reference: Hashable {
    /// The number of the input.
    var input: Int
    /// The index of the import.
    var index: Int
  }

  /// An import whose candidates are being followed.
  private struct Frame {
    /// The import.
    let reference: Reference
    /// What it may mean.
    let candidates: [LinkItem]
    /// How many of the candidates have been followed.
    var followed = 0
  }

  /// The inputs.
  private let inputs: [LinkInput]

  /// What each import is in its index space, by input and import.
  private let items: [[LinkItem]]

  /// What each import means: something defined, or an import that stays one; nil until it is known.
  private var meanings: [[LinkItem?]]

  /// Finds out what every import means.
  ///
  /// - Throws: `LinkError` for an import that is missing, ambiguous, of the wrong type or its own definition.
  init(_ inputs: [LinkInput], _ convention: some LinkConvention) throws(LinkError) {
    self.inputs = inputs
    items = inputs.enumerated().map { number, input in
      input.module.importedItems.map { LinkItem(input: number, kind: $0.kind, index: $0.index) }
    }
    meanings = items.map { Array(repeating: nil, count: $0.count) }
    for (number, input) in inputs.enumerated() {
      for index in input.module.imports.indices {
        try follow(Reference(input: number, index: index), convention)
      }
    }
  }

  /// What an item means: itself, if it is defined where it is or an import that stays one.
  func meaning(of item: LinkItem) -> LinkItem {
    guard let reference = reference(of: item) else { return item }
    return meanings[reference.input][reference.index] ?? item
  }

  /// Whether something stays an import.
  func isImport(_ item: LinkItem) -> Bool { reference(of: item) != nil }

  /// The import that an item is, nil if it is defined where it is.
  private func reference(of item: LinkItem) -> Reference? {
    inputs[item.input].module.importIndex(of: item.kind, item.index)
      .map { Reference(input: item.input, index: $0) }
  }

  /// Finds out what an import means, and before that what the imports among its candidates mean.
  private mutating func follow(
    _ root: Reference, _ convention: some LinkConvention
  ) throws(LinkError) {
    guard meanings[root.input][root.index] == nil else { return }
    var path = [Frame(reference: root, candidates: try candidates(for: root, convention))]
    var onPath: Set<Reference> = [root]
    while let frame = path.last {
      guard frame.followed < frame.candidates.count else {
        path.removeLast()
        onPath.remove(frame.reference)
        try bind(frame.reference, to: frame.candidates, convention)
        continue
      }
      path[path.count - 1].followed += 1
      guard let next = reference(of: frame.candidates[frame.followed]),
        meanings[next.input][next.index] == nil
      else { continue }
      guard onPath.insert(next).inserted else { throw cycle(path.map(\.reference), to: next) }
      path.append(Frame(reference: next, candidates: try candidates(for: next, convention)))
    }
  }

  /// What an import may mean.
  private func candidates(
    for reference: Reference, _ convention: some LinkConvention
  ) throws(LinkError) -> [LinkItem] {
    let item = inputs[reference.input].module.imports[reference.index]
    return try convention.candidates(for: item, of: reference.input, in: inputs)
  }

  /// Notes what an import means, now that the candidates are known.
  private mutating func bind(
    _ reference: Reference, to candidates: [LinkItem], _ convention: some LinkConvention
  ) throws(LinkError) {
    let input = inputs[reference.input]
    let item = input.module.imports[reference.index]
    guard let first = candidates.first else {
      meanings[reference.input][reference.index] = items[reference.input][reference.index]
      return
    }
    let meaning = meaning(of: first)
    guard candidates.allSatisfy({ self.meaning(of: $0) == meaning }) else {
      throw LinkError(
        .ambiguous(
          symbol: item.symbol, exporters: candidates.map { inputs[$0.input].name }),
        in: input.name, at: item.offset)
    }
    let expected = item.type(in: input.module)
    let found = inputs[meaning.input].module.itemType(of: meaning.kind, meaning.index)
    guard
      item.isImplied || found.matches(expected, checksLimits: convention.checksLimits)
    else {
      throw LinkError(
        .typeMismatch(
          symbol: item.symbol, expected: "\(expected)", found: "\(found)",
          exporter: inputs[first.input].name),
        in: input.name, at: item.offset)
    }
    meanings[reference.input][reference.index] = meaning
  }

  /// The error of a path of imports that comes back to one of them.
  private func cycle(_ path: [Reference], to repeated: Reference) -> LinkError {
    let members = path.drop { $0 != repeated }
    let item = inputs[repeated.input].module.imports[repeated.index]
    let symbols = members.map { reference in
      let input = inputs[reference.input]
      return "\(input.module.imports[reference.index].symbol) of \(input.name)"
    }
    return LinkError(
      .importCycle(symbols: Array(symbols.prefix(8)) + ["\(item.symbol)"]),
      in: inputs[repeated.input].name, at: item.offset)
  }
}
