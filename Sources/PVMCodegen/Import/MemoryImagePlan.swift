internal import LoweringABI

/// Decides which initial contents of the linear memory are in the container at their place, and which
/// are put there by the entry points.
///
/// Problem: the container stores writable data from the first byte of its region, so that zeros in
/// front of data cost as many bytes: 1 KiB in most C programs, 1 MiB in most Rust programs. Read-only
/// data can be copied to its place when the program starts, which costs instructions at every start.
/// Method: the contents are cut into runs without long stretches of zeros; the last runs are copied and
/// the others stored, where the cut is chosen by bytes and instructions.
///
/// Cost: linear in the bytes of the contents.
struct MemoryImagePlan {
  /// A stretch of contents, from and to multiples of 8.
  struct Run: Equatable {
    /// The Wasm address of the first byte.
    var start: Int
    /// The bytes, a multiple of 8 of them.
    var bytes: [UInt8]

    /// The Wasm address behind the last byte.
    var end: Int { start + bytes.count }

    /// The word at an index.
    func word(_ index: Int) -> UInt64 {
      var value: UInt64 = 0
      for byte in bytes[8 * index..<8 * index + 8].reversed() { value = value << 8 | UInt64(byte) }
      return value
    }
  }

  /// How a run is put into its place.
  enum Form: Equatable {
    /// One or two stores of constants for each word that is not zero.
    case stores
    /// A loop that copies so many words from read-only data each time round.
    case loop(words: Int)
  }

  /// A run that the entry points put into its place.
  struct Copy: Equatable {
    /// What.
    var run: Run
    /// How.
    var form: Form
  }

  /// What is stored in the container at its place, in ascending order.
  private(set) var stored: [Run] = []
  /// What the entry points put into its place, in ascending order.
  private(set) var copies: [Copy] = []

  /// Zeros between two runs are at least so many bytes.
  private static let minimumGap = 64
  /// How many words a loop may copy each time round.
  private static let unrollings = [1, 2, 4, 8, 16, 32]

  /// Decides.
  ///
  /// - Parameters:
  ///   - image: the contents.
  ///   - start: how many bytes of the region come before the memory.
  ///   - startContents: how many of these bytes have to be stored if nothing of the memory has to.
  ///   - limit: how many bytes of the region can be stored; what lies beyond them is copied.
  ///   - entries: how many entry points there are.
  ///   - price: how many bytes of the file the instructions at every start are worth; nil to copy
  ///     nothing that can be stored.
  init(
    _ image: MemoryImage, start: Int, startContents: Int, limit: Int, entries: Int,
    price: StartUpPrice?
  ) {
    let runs = MemoryImagePlan.split(MemoryImagePlan.runs(of: image), at: (limit - start) & ~7)
    let fits = (runs.last?.end ?? 0) + start <= limit
    guard entries > 0, price != nil || !fits else {
      stored = runs
      return
    }
    let storesAll = price == nil
    let price = price ?? .smallest
    // From the end: everything is stored, everything but the last is stored, …
    var best = fits ? Double(start + (runs.last?.end ?? 0)) : Double.infinity
    var bestCount = runs.count
    var copyBytes = 0.0
    var instructions = 0
    var forms: [Form] = []
    for index in runs.indices.reversed() {
      let choice = MemoryImagePlan.cheapest(
        runs[index], entries: entries, price: price, after: instructions)
      forms.append(choice.form)
      copyBytes += choice.bytes
      instructions += choice.instructions
      let storedSize = index > 0 ? start + runs[index - 1].end : startContents
      let cost = Double(storedSize) + copyBytes + price.bytes(instructions)
      if cost < best, storedSize <= limit || index == 0 {
        best = cost
        bestCount = index
        if storesAll { break }
      }
    }
    forms.reverse()
    forms.removeFirst(max(0, forms.count - (runs.count - bestCount)))
    stored = Array(runs[..<bestCount])
    copies = zip(runs[bestCount...], forms).map { Copy(run: $0, form: $1) }
  }

  /// Cuts contents into runs.
  private static func runs(of image: MemoryImage) -> [Run] {
    var runs: [Run] = []
    for piece in image.pieces {
      for (index, byte) in piece.bytes.enumerated() where byte != 0 {
        let address = piece.offset + index
        if let last = runs.last, address < last.end + minimumGap {
          runs[runs.count - 1].bytes.append(
            contentsOf: repeatElement(0, count: address - last.end))
        } else {
          pad(&runs)
          runs.append(Run(start: address & ~7, bytes: Array(repeating: 0, count: address & 7)))
        }
        runs[runs.count - 1].bytes.append(byte)
      }
    }
    pad(&runs)
    return runs
  }

  /// Cuts the run that reaches across an address, a multiple of 8, into two.
  private static func split(_ runs: [Run], at address: Int) -> [Run] {
    runs.flatMap { run in
      guard run.start < address, address < run.end else { return [run] }
      let count = address - run.start
      return [
        Run(start: run.start, bytes: Array(run.bytes[..<count])),
        Run(start: address, bytes: Array(run.bytes[count...])),
      ]
    }
  }

  /// Fills the last word of the last run.
  private static func pad(_ runs: inout [Run]) {
    guard let last = runs.last else { return }
    runs[runs.count - 1].bytes.append(contentsOf: repeatElement(0, count: -last.end & 7))
  }

  // MARK: Costs

  /// The form of a run that costs least, with its bytes and instructions.
  ///
  /// - Parameter others: how many instructions other runs take.
  private static func cheapest(
    _ run: Run, entries: Int, price: StartUpPrice, after others: Int
  ) -> (form: Form, bytes: Double, instructions: Int) {
    // Of the code there is one copy for each entry point, of the data one, and a bit of the mask for
    // each byte of code.
    func bytes(_ code: Int, _ data: Int) -> Double { Double(entries * code) * 1.125 + Double(data) }
    let words = run.bytes.count / 8
    var code = 0
    var instructions = 0
    for index in 0..<words {
      for half in constants(of: run.word(index)) {
        code += 5 + ConstantForm.byteCount(half.value)
        instructions += 1
      }
    }
    var best: (form: Form, bytes: Double, instructions: Int) =
      (.stores, bytes(code, 0), instructions)
    var bestCost = best.bytes + price.bytes(others + instructions)
    for unrolling in unrollings where unrolling <= words {
      // A constant, loads with short offsets, stores with long ones, an addition and a branch.
      let rest = words % unrolling
      let loopCode = 5 + 8 * (unrolling + rest) + 3 + 6
      let executed = 1 + words / unrolling * (2 * unrolling + 2) + 2 * rest
      let loopBytes = bytes(loopCode, run.bytes.count)
      let loopCost = loopBytes + price.bytes(others + executed)
      if loopCost < bestCost {
        best = (.loop(words: unrolling), loopBytes, executed)
        bestCost = loopCost
      }
    }
    return best
  }

  /// The constants to be stored for a word of memory that is zero: offset, size in bytes, value.
  static func constants(of word: UInt64) -> [(offset: Int, bytes: Int, value: Int32)] {
    let whole = Int64(bitPattern: word)
    let low = Int32(truncatingIfNeeded: whole)
    let high = Int32(truncatingIfNeeded: whole >> 32)
    if word == 0 { return [] }
    if Int64(low) == whole && low < 0 { return [(0, 8, low)] }
    if high == 0 { return [(0, 4, low)] }
    if low == 0 { return [(4, 4, high)] }
    return [(0, 4, low), (4, 4, high)]
  }
}
