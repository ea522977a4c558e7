import PVM
import WasmPVM

/// What functions of the program were made of: functions of the module, and their LLVM IR in front of LLVM's passes. A function
/// that is inlined is in several.
struct ExploreListings {
  /// A listing.
  enum Key: Hashable {
    /// A function of the module, by its index.
    case module(Int)
    /// A function in LLVM IR in front of LLVM's passes, by its number there.
    case unoptimized(Int)
  }

  /// The program's forms; nil if it was compiled already.
  private let exploration: Exploration?
  /// The functions in LLVM IR, by name.
  private let numbers: [String: Int]
  /// The functions in LLVM IR that each function of the module became, but for those that the program has as such.
  private let vanished: [Int: [Int]]

  /// Prepares the listings of a program.
  ///
  /// - Parameter functions: its functions.
  init(_ exploration: Exploration?, _ functions: [SymbolMap.Function]) {
    self.exploration = exploration
    let kept = Set(functions.map { String(decoding: $0.name, as: UTF8.self) })
    var numbers: [String: Int] = [:]
    var vanished: [Int: [Int]] = [:]
    for (number, function) in (exploration?.unoptimized ?? []).enumerated() {
      numbers[function.name] = number
      if let origin = function.origin, !kept.contains(function.name) {
        vanished[origin, default: []].append(number)
      }
    }
    self.numbers = numbers
    self.vanished = vanished
  }

  /// The lines of a listing.
  subscript(_ key: Key) -> [Exploration.Line] {
    guard let exploration else { return [] }
    switch key {
    case .module(let index): return exploration.module[index].lines
    case .unoptimized(let number): return exploration.unoptimized[number].lines
    }
  }

  /// What a function of the program is made of: first what was compiled, then what was inlined, in the order in which it is met.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - range: its instructions.
  func keys(of name: String, _ range: Range<Int>) -> (module: [Key], unoptimized: [Key]) {
    guard let exploration else { return ([], []) }
    var origins: [Int] = []
    var isKnown: Set<Int> = []
    for index in range {
      for origin in exploration.origins[index] where isKnown.insert(origin).inserted {
        origins.append(origin)
      }
    }
    let own = numbers[name].map { [$0] } ?? []
    return (
      origins.map { .module($0) },
      (own + origins.flatMap { vanished[$0] ?? [] }).map { .unoptimized($0) }
    )
  }
}
