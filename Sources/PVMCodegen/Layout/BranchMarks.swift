internal import PVM
internal import Support

/// Marks the sides of branches that are seldom taken with `unlikely`.
///
/// Problem: under Gray Paper 0.8 a branch costs 20 cycles, but 1 if the instruction at one of its
/// sides is `unlikely`, which costs 40 itself where it is reached (`pvm-0.8.md` section 4.3).
///
/// Method: the gas of the function is what each block costs, times how often it is expected to run.
/// What a block costs depends on whether it is marked and whether the branch at its end has a marked
/// side, which makes four cases; the target's model computes them. Marks are then set and taken away one
/// by one, those that save most first, until no single change saves anything. A block that takes 40
/// anyway is marked for nothing and serves all branches to it.
///
/// Cost: four simulations of each block; a few rounds over blocks and edges.
struct BranchMarks {
  /// The blocks as they are emitted.
  private let emitted: [EmittedBlock]
  /// For each of them the cost, by whether it is marked (2) and whether its branch is cheap (1).
  private var costs: [[Double]]
  /// For each block of the function the emitted one that begins with it, or -1.
  private var first: BlockTable<Int>
  /// For each block of the function the emitted blocks whose branch leads to it.
  private var branches: BlockTable<[Int]>
  /// Whether each block makes branches to it cheap without a mark.
  private var traps: BlockTable<Bool>
  /// How often each emitted block runs.
  private let frequencies: [Double]
  /// Whether each block is marked.
  private var isMarked: BlockTable<Bool>

  /// The most rounds.
  private static let maximumRounds = 8

  /// Marks blocks of a framed function whose blocks are in their final order; says whether the target has marks.
  static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let target = costs.target
    guard costs.chargesBlocks else { return false }
    let emitted = FunctionEmitter.blocks(of: function, for: target)
    var marks = BranchMarks(function, emitted, target)
    marks.choose()
    for block in function.blocks.indices { function.blocks[block].isMarked = marks.isMarked[block] }
    return true
  }

  /// Starts without marks.
  private init(_ function: MachineFunction, _ emitted: [EmittedBlock], _ target: Target) {
    self.emitted = emitted
    let count = function.blocks.count
    first = BlockTable(repeating: -1, count: count)
    branches = BlockTable(repeating: [], count: count)
    traps = BlockTable(repeating: false, count: count)
    isMarked = BlockTable(repeating: false, count: count)
    frequencies = emitted.map { function.blocks[$0.block].frequency }
    costs = []
    costs.reserveCapacity(emitted.count)
    for (index, block) in emitted.enumerated() {
      if block.beginsBlock {
        first[block.block] = index
        traps[block.block] = block.instructions.first?.opcode == .trap
      }
      for side in BranchMarks.sides(block) where !branches[side].contains(index) {
        branches[side].append(index)
      }
    }
    for block in emitted {
      let mayBeMarked = block.beginsBlock && !branches[block.block].isEmpty
      var cases: [Double] = []
      for number in 0..<4 {
        let isNeeded =
          (number & 2 == 0 || mayBeMarked) && (number & 1 == 0 || block.branch != nil)
        cases.append(
          isNeeded
            ? Double(
              block.cost(isMarked: number & 2 != 0, isCheap: number & 1 != 0, for: target)) : 0)
      }
      costs.append(cases)
    }
  }

  /// The blocks that the branch at the end of an emitted block leads to.
  private static func sides(_ block: EmittedBlock) -> [BlockID] {
    guard let branch = block.branch else { return [] }
    return [branch.taken] + (branch.other.map { [$0] } ?? [])
  }

  /// Whether the branch at the end of an emitted block is cheap, if a block's mark is as given.
  private func isCheap(_ index: Int, _ changed: BlockID, _ mark: Bool) -> Bool {
    BranchMarks.sides(emitted[index]).contains {
      traps[$0] || ($0 == changed ? mark : isMarked[$0])
    }
  }

  /// The expected gas of an emitted block, if a block's mark is as given.
  private func gas(_ index: Int, _ changed: BlockID, _ mark: Bool) -> Double {
    let block = emitted[index]
    let isOwn = block.beginsBlock && (block.block == changed ? mark : isMarked[block.block])
    let number = (isOwn ? 2 : 0) + (isCheap(index, changed, mark) ? 1 : 0)
    return frequencies[index] * costs[index][number]
  }

  /// What it saves to change a block's mark.
  private func saving(_ block: BlockID) -> Double {
    var affected = branches[block]
    if !affected.contains(first[block]) { affected.append(first[block]) }
    var saved = 0.0
    for index in affected {
      saved += gas(index, block, isMarked[block]) - gas(index, block, !isMarked[block])
    }
    return saved
  }

  /// Changes marks as long as that saves something.
  private mutating func choose() {
    let candidates = first.indices.filter { first[$0] >= 0 && !branches[$0].isEmpty && !traps[$0] }
    for _ in 0..<BranchMarks.maximumRounds {
      let savings = candidates.map { saving($0) }
      let order = candidates.indices.filter { savings[$0] > 0 }.sorted {
        savings[$0] != savings[$1] ? savings[$0] > savings[$1] : $0 < $1
      }
      var isChanged = false
      for position in order where saving(candidates[position]) > 0 {
        isMarked[candidates[position]].toggle()
        isChanged = true
      }
      if !isChanged { return }
    }
  }
}
