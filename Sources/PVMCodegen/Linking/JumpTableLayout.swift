/// Gives every dynamic jump target its entry of the jump table: entry e has address 2(e + 1).
///
/// Functions with a code address come first, as their addresses are given. Of the others, each
/// return address is an immediate of one call, and each switch has one immediate for all of its
/// entries. Immediates grow at certain entries, so the largest number of items must start early:
/// single entries first, then switches by ascending size.
struct JumpTableLayout {
  /// The first entry for return addresses of each fragment; the others follow.
  private(set) var firstReturn: [Int]
  /// The first entry of each switch, by fragment.
  private(set) var tables: [[Int]]
  /// How many entries there are.
  private(set) var count: Int

  /// Lays out the table.
  init(functionAddressCount: Int, fragments: [CodeFragment]) {
    firstReturn = []
    firstReturn.reserveCapacity(fragments.count)
    tables = fragments.map { Array(repeating: 0, count: $0.tables.count) }
    count = functionAddressCount
    var switches: [(fragment: Int, table: Int)] = []
    for (index, fragment) in fragments.enumerated() {
      firstReturn.append(count)
      count += fragment.entries.count
      for table in fragment.tables.indices { switches.append((index, table)) }
    }
    func size(_ position: (fragment: Int, table: Int)) -> Int {
      fragments[position.fragment].tables[position.table].count
    }
    // Ties keep the order of the code.
    let order = switches.indices.sorted {
      let left = size(switches[$0])
      let right = size(switches[$1])
      return left != right ? left < right : $0 < $1
    }
    for position in order {
      let item = switches[position]
      tables[item.fragment][item.table] = count
      count += size(item)
    }
  }

  /// The address of an entry.
  static func address(ofEntry entry: Int) -> Int64 { 2 * (Int64(entry) + 1) }
}
