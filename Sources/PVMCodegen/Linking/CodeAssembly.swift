internal import PVM
internal import Support

/// Where all code is, and the bytes that depend on it.
struct CodeAssembly {
  /// The code of each fragment.
  private(set) var ranges: [Range<Int>] = []
  /// The size of the code, the entry table included.
  private(set) var size = 0
  /// The code index of each label, by fragment.
  private var labels: [[Int]] = []
  /// How many bytes the offset of each branch takes, by fragment and fixup; 0 for other fixups.
  private var offsetSizes: [[UInt8]] = []
  /// The position of each function by its index.
  private let functionPosition: [Int]

  /// Places fragments one after the other.
  ///
  /// - Parameters:
  ///   - headerSize: how many bytes come before the first fragment.
  ///   - maximumSize: how large the code may become.
  /// - Throws: `limit` if it becomes larger.
  init(
    _ fragments: [CodeFragment], _ table: JumpTableLayout, functionPosition: [Int],
    headerSize: Int, maximumSize: Int
  ) throws(CodegenError) {
    self.functionPosition = functionPosition
    // First everything but offsets: immediates have known sizes.
    var starts: [Int] = []
    var known = headerSize
    var rank = 0
    var firstRank: [Int] = []
    for (index, fragment) in fragments.enumerated() {
      starts.append(known)
      firstRank.append(rank)
      known += fragment.bytes.count
      for fixup in fragment.fixups {
        known += CodeAssembly.immediateSize(fixup, index, table)
        if fixup.kind == .branch || fixup.kind == .call { rank += 1 }
      }
      // Offsets only add to this, so that numbers below stay small.
      if known > maximumSize {
        throw CodegenError(.limit("the size of the code", value: known, maximum: maximumSize))
      }
    }
    // Then the positions of labels and branches, and the ranks of labels among branches.
    var labelRanks: [[Int]] = []
    var branches: [BranchRelaxation.Branch] = []
    branches.reserveCapacity(rank)
    for (index, fragment) in fragments.enumerated() {
      // Labels are looked up by the number of fixups before them.
      var grown = [0]
      var ranks = [firstRank[index]]
      grown.reserveCapacity(fragment.fixups.count + 1)
      ranks.reserveCapacity(fragment.fixups.count + 1)
      for fixup in fragment.fixups {
        let before = grown[grown.count - 1]
        let hasOffset = fixup.kind == .branch || fixup.kind == .call
        if hasOffset {
          let start = starts[index] + Int(fixup.position) - Int(fixup.headSize) + before
          branches.append(.init(start: start, target: 0, branchesBeforeTarget: 0))
        }
        grown.append(before + CodeAssembly.immediateSize(fixup, index, table))
        ranks.append(ranks[ranks.count - 1] + (hasOffset ? 1 : 0))
      }
      labels.append(
        fragment.labels.map { starts[index] + Int($0.position) + grown[Int($0.fixups)] })
      labelRanks.append(fragment.labels.map { ranks[Int($0.fixups)] })
    }
    // Then the targets.
    rank = 0
    for (index, fragment) in fragments.enumerated() {
      for fixup in fragment.fixups where fixup.kind == .branch || fixup.kind == .call {
        switch fixup.target {
        case .label(let label):
          branches[rank].target = labels[index][label]
          branches[rank].branchesBeforeTarget = labelRanks[index][label]
        case .function(let function):
          let position = functionPosition[function]
          branches[rank].target = starts[position]
          branches[rank].branchesBeforeTarget = firstRank[position]
        }
        rank += 1
      }
    }
    let relaxation = BranchRelaxation(branches)
    // Now the final positions.
    rank = 0
    for (index, fragment) in fragments.enumerated() {
      for label in labels[index].indices {
        labels[index][label] += relaxation.before[labelRanks[index][label]]
      }
      offsetSizes.append(
        fragment.fixups.map { fixup in
          guard fixup.kind == .branch || fixup.kind == .call else { return 0 }
          defer { rank += 1 }
          return relaxation.sizes[rank]
        })
      let start = starts[index] + relaxation.before[firstRank[index]]
      if index > 0 { ranges[index - 1] = ranges[index - 1].lowerBound..<start }
      ranges.append(start..<start)
    }
    size = known + relaxation.before[branches.count]
    if let last = ranges.last { ranges[ranges.count - 1] = last.lowerBound..<size }
    if size > maximumSize {
      throw CodegenError(.limit("the size of the code", value: size, maximum: maximumSize))
    }
  }

  /// The code index of a label.
  func address(_ fragment: Int, _ label: Int) -> Int { labels[fragment][label] }

  /// The immediate of a fixup.
  private static func immediate(
    _ fixup: CodeFragment.Fixup, _ fragment: Int, _ table: JumpTableLayout
  ) -> Int64 {
    switch fixup.kind {
    case .branch: 0
    case .call, .indirectCall:
      JumpTableLayout.address(ofEntry: table.firstReturn[fragment] + Int(fixup.entry))
    case .table: JumpTableLayout.address(ofEntry: table.tables[fragment][Int(fixup.entry)])
    }
  }

  /// How many bytes the immediate of a fixup takes.
  private static func immediateSize(
    _ fixup: CodeFragment.Fixup, _ fragment: Int, _ table: JumpTableLayout
  ) -> Int {
    fixup.kind == .branch ? 0 : Immediate.size(immediate(fixup, fragment, table))
  }

  /// Appends the code of a fragment with everything filled in, and marks its instructions.
  func append(
    _ fragment: CodeFragment, _ index: Int, _ table: JumpTableLayout, into code: inout [UInt8],
    _ mask: inout OpcodeMask
  ) {
    var copied = 0
    var nextStart = 0
    func copy(to end: Int) {
      let shift = code.count - copied
      while nextStart < fragment.starts.count, Int(fragment.starts[nextStart]) < end {
        mask.set(Int(fragment.starts[nextStart]) + shift)
        nextStart += 1
      }
      code.append(contentsOf: fragment.bytes[copied..<end])
      copied = end
    }
    for (number, fixup) in fragment.fixups.enumerated() {
      copy(to: Int(fixup.position))
      let pc = code.count - Int(fixup.headSize)
      if fixup.kind != .branch {
        let immediate = CodeAssembly.immediate(fixup, index, table)
        let size = Immediate.size(immediate)
        switch fixup.kind {
        case .call: code[code.count - 1] |= UInt8(size) &<< 4
        case .indirectCall: code[code.count - 1] |= UInt8(size)
        case .branch, .table: break
        }
        code.append(littleEndian: UInt64(bitPattern: immediate), byteCount: size)
      }
      if fixup.kind == .branch || fixup.kind == .call {
        let target =
          switch fixup.target {
          case .label(let label): labels[index][label]
          case .function(let function): ranges[functionPosition[function]].lowerBound
          }
        code.append(
          littleEndian: UInt64(bitPattern: Int64(target - pc)),
          byteCount: Int(offsetSizes[index][number]))
      }
    }
    copy(to: fragment.bytes.count)
  }
}
