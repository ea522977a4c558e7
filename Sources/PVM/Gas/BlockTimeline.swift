/// When the model of a block's gas decodes, starts, finishes and retires each instruction.
public struct BlockTimeline: Sendable, Equatable {
  /// One instruction's cycles.
  public struct Entry: Sendable, Equatable {
    /// The cycle in which it is decoded.
    public var decoded: UInt32
    /// Whether it only renames a register, so that nothing else happens.
    public var isMove: Bool
    /// The cycle in which it starts.
    public var started: UInt32 = 0
    /// The cycle in which its result is there.
    public var done: UInt32 = 0
    /// The cycle at whose end it is retired.
    public var retired: UInt32 = 0
  }

  /// The instructions in the order of the block.
  public private(set) var entries: [Entry] = []
  /// The entries that are no moves.
  private var executed: [Int] = []
  /// What the block costs.
  public private(set) var cost: UInt32 = 0

  /// Notes a decoded instruction.
  mutating func decode(at cycle: UInt32, isMove: Bool) {
    if !isMove { executed.append(entries.count) }
    entries.append(Entry(decoded: cycle, isMove: isMove))
  }

  /// Notes the start of the instruction with a number, moves not counted.
  mutating func start(at cycle: UInt32, sequence: Int, done: UInt32) {
    entries[executed[sequence]].started = cycle
    entries[executed[sequence]].done = done
  }

  /// Simulates a block.
  public init(_ instructions: [TimedInstruction]) {
    var simulator = BlockSimulator()
    simulator.timeline = self
    for instruction in instructions { simulator.decode(instruction) }
    let cost = simulator.finish()
    if let timeline = simulator.timeline { self = timeline }
    self.cost = cost
    var retired: UInt32 = 0
    for index in executed {
      retired = max(retired, entries[index].done + 1)
      entries[index].retired = retired
    }
  }
}

#if !hasFeature(Embedded)
  extension BlockTimeline {
    /// The most cycles that are drawn.
    private static let widest = 100

    /// The block as text: a line per instruction, with the cycles in which it is decoded, starts, is
    /// done and is retired, and a picture: `D` decoded, `=` waiting, `E` executing, `-` done, `R`
    /// retired.
    ///
    /// - Parameter names: a text for each instruction.
    public func text(_ names: [String]) -> String {
      let width = names.reduce(12) { max($0, $1.utf8.count) }
      var result = "decode  start   done retire  "
      result += "instruction" + String(repeating: " ", count: width - 9)
      result += "gas \(cost)\n"
      for (entry, name) in zip(entries, names) {
        let numbers =
          entry.isMove
          ? [Optional(entry.decoded), nil, nil, nil]
          : [entry.decoded, entry.started, entry.done, entry.retired].map(Optional.some)
        var line = ""
        for number in numbers {
          let text = number.map { "\($0)" } ?? "-"
          line += String(repeating: " ", count: max(0, 6 - text.utf8.count)) + text + " "
        }
        line += " " + name + String(repeating: " ", count: width + 2 - name.utf8.count)
        line += picture(entry)
        while line.last == " " { line.removeLast() }
        result += line + "\n"
      }
      return result
    }

    /// The picture of an instruction, cut off at the right.
    private func picture(_ entry: Entry) -> String {
      var picture = String(repeating: " ", count: min(Int(entry.decoded), BlockTimeline.widest))
      var cycle = entry.decoded
      func append(_ symbol: String, until end: UInt32) {
        while cycle < end, cycle < BlockTimeline.widest {
          picture += symbol
          cycle += 1
        }
      }
      append("D", until: entry.decoded + 1)
      if entry.isMove { return picture }
      append("=", until: entry.started)
      append("E", until: entry.done)
      append("-", until: entry.retired)
      append("R", until: entry.retired + 1)
      return picture
    }
  }
#endif
