public import PVM

/// The pages that are or may become the heap of a standard program under Gray Paper 0.8 (`pvm-0.8.md`
/// section 5).
public struct HeapPages: Hashable, Sendable {
  /// The page behind the last one.
  public var end: UInt64
  /// Where the heap must end at the latest.
  public var limit: UInt64

  /// Creates a heap; one that ends at its limit cannot grow.
  public init(end: UInt64, limit: UInt64) {
    self.end = end
    self.limit = limit
  }
}

/// What embedders and host functions do with a machine, whichever interpreter it is.
public protocol GuestMachine: ~Copyable {
  /// Code index of the next instruction, or of the one that ended the run.
  var pc: UInt32 { get set }
  /// Gas left.
  var gas: Int64 { get set }
  /// The values of all registers.
  var registers: RegisterFile { get set }
  /// The value of one register.
  subscript(register: Register) -> UInt64 { get set }

  /// Whether a host function may read a range: no wrap-around, an empty range always.
  func isReadable(address: UInt64, count: UInt64) -> Bool
  /// Whether a host function may write a range: no wrap-around, an empty range always.
  func isWritable(address: UInt64, count: UInt64) -> Bool
  /// Reads a range for a host function; nil if not all of it can be read.
  func read(address: UInt64, count: UInt64) -> [UInt8]?
  /// Writes bytes for a host function; false, and nothing is written, if not all of the range can be
  /// written.
  mutating func write(address: UInt64, _ bytes: [UInt8]) -> Bool

  /// Which machine the program is for.
  var target: Target { get }
  /// The pages of the heap, for `grow_heap`.
  var heapPages: HeapPages { get }
  /// Makes the pages up to one, which is between the end and the limit of the heap, part of it.
  mutating func growHeap(toPage end: UInt64)

  /// Executes instructions until the run ends.
  mutating func run() -> ExitReason
  /// Moves the counter past the `ecalli` it is at, so that the run goes on behind the host call.
  mutating func advancePastHostCall()
}
