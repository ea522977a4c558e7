internal import Dispatch

/// Work on all cores of the machine whose result does not depend on how many there are.
enum ConcurrentWork {
  /// What a function returns for 0, 1, … in this order; the function runs for several of them at
  /// the same time.
  ///
  /// - Throws: the error for the lowest number for which there is one.
  static func map<Value: Sendable, Failure: Error>(
    count: Int, _ body: @Sendable (Int) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let results = Results<Value, Failure>(count: count)
    DispatchQueue.concurrentPerform(iterations: count) { index in
      results.set(index, Result { () throws(Failure) in try body(index) })
    }
    var values: [Value] = []
    for result in results.all { values.append(try result.get()) }
    return values
  }

  /// Results that several threads write.
  ///
  /// Sendable, because every access of the array is made on the queue.
  private final class Results<Value: Sendable, Failure: Error>: @unchecked Sendable {
    /// The results there are.
    private var results: [Result<Value, Failure>?]
    /// Where they are accessed.
    private let queue = DispatchQueue(label: "results")

    /// Makes room for results.
    init(count: Int) { results = Array(repeating: nil, count: count) }

    /// Stores a result.
    func set(_ index: Int, _ result: Result<Value, Failure>) {
      queue.sync { results[index] = result }
    }

    /// All results in order.
    var all: [Result<Value, Failure>] { queue.sync { results.compactMap { $0 } } }
  }
}
