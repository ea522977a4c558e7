package import PVM

// The rest of the transcription: `pvm.md` sections 2, 9, 10 and 11.

/// The exception `Malformed` of the specification.
package struct ReferenceMalformed: Error {}

/// What `deblob` gives.
package struct ReferenceBlob: Equatable, Sendable {
  /// The code.
  package var code: [UInt8]
  /// Whether the byte at each index is an opcode.
  package var mask: [Bool]
  /// The jump table.
  package var jumpTable: [UInt64]
}

extension ReferenceInterpreter {
  // MARK: Section 2

  /// The encoding of a natural number.
  static func encNat(_ x: UInt64) -> [UInt8] {
    for l in 0..<8 where Integer(x) < 1 << (7 * (l + 1)) {
      let first = 256 - (1 << (8 - l)) + Int(x >> (8 * l))
      return [UInt8(first)] + (0..<l).map { UInt8(x >> (8 * $0) & 255) }
    }
    return [255] + (0..<8).map { UInt8(x >> (8 * $0) & 255) }
  }

  /// Decodes a natural number; the result is the value and the index after it.
  static func decNat(_ b: [UInt8], _ i: Int) throws(ReferenceMalformed) -> (UInt64, Int) {
    if i >= b.count { throw ReferenceMalformed() }
    var l = 0
    while l < 8, b[i] & (128 >> l) != 0 { l += 1 }
    let encoded = Array(b[i..<min(i + 1 + l, b.count)])
    var x: UInt64 = 0
    for (n, byte) in encoded.dropFirst().enumerated() { x += UInt64(byte) << (8 * n) }
    if l < 8 { x += UInt64(Int(b[i]) % (1 << (7 - l))) << (8 * l) }
    if encNat(x) != encoded { throw ReferenceMalformed() }
    return (x, i + 1 + l)
  }

  /// Decodes a program blob. The number of zero-byte entries, which may be near 2^64, is limited.
  package static func deblob(
    _ p: [UInt8], maximumEntries: UInt64 = 1 << 16
  ) throws(ReferenceMalformed) -> ReferenceBlob {
    var (n, i) = try decNat(p, 0)
    if i >= p.count { throw ReferenceMalformed() }
    let z = p[i]
    i += 1
    let m: UInt64
    (m, i) = try decNat(p, i)
    let size = UInt128(i) + UInt128(n) * UInt128(z) + UInt128(m) + (UInt128(m) + 7) / 8
    if UInt128(p.count) != size { throw ReferenceMalformed() }
    var j: [UInt64] = []
    for e in 0..<Int(min(n, z == 0 ? maximumEntries : n)) {
      var value: UInt128 = 0
      for (byte, content) in p[i + e * Int(z)..<i + (e + 1) * Int(z)].enumerated()
      where content != 0 {
        value |= byte < 8 ? UInt128(content) << (8 * byte) : UInt128(UInt64.max)
      }
      j.append(UInt64(value))
    }
    if z > 0 { i += Int(n) * Int(z) }
    let c = Array(p[i..<i + Int(m)])
    let mask = Array(p[(i + Int(m))...])
    let bits: [Bool] = (0..<8 * mask.count).map { b in (mask[b / 8] >> UInt8(b % 8)) & 1 != 0 }
    if bits[Int(m)...].contains(true) { throw ReferenceMalformed() }
    return ReferenceBlob(code: c, mask: Array(bits[..<Int(m)]), jumpTable: j)
  }

  /// Whether 0.8 accepts code and mask (`pvm-0.8.md` section 2), without the limits on sizes.
  package static func isValid(_ c: [UInt8], _ k: [Bool]) -> Bool {
    if c.isEmpty || k.count != c.count { return false }
    var i = 0
    var last = 0
    while i < c.count {
      if !k[i] || opcode(c[i], Target(.gp08)) == nil { return false }
      last = i
      i += 1 + skip(k, i)
    }
    return i == c.count && isTerminator(c[last])
  }

  // MARK: Section 10

  /// Rounds up to whole pages.
  static func P(_ x: Int64) -> Int64 { (x + 4095) / 4096 * 4096 }

  /// Rounds up to whole zones.
  static func Z(_ x: Int64) -> Int64 { (x + 65535) / 65536 * 65536 }

  /// Sets up a standard program; nil if it is rejected.
  ///
  /// - Throws: if the container is in order but the program blob in it is malformed.
  package static func standardProgram(
    _ p: [UInt8], arguments a: [UInt8], pc: UInt32, gas: Int64, target: Target = .gp07
  ) throws(ReferenceMalformed) -> ReferenceInterpreter? {
    let n: (Int, Int) -> Int64 = { at, size in
      (0..<size).reduce(0) { $0 + (at + $1 < p.count ? Int64(p[at + $1]) << (8 * $1) : 0) }
    }
    let (o, w, z, s) = (n(0, 3), n(3, 3), n(6, 2), n(8, 3))
    let at = 11 + Int(o + w)
    if p.count < at + 4 || Int64(p.count) != Int64(at + 4) + n(at, 4) || a.count > 1 << 24 {
      return nil
    }
    if 5 * (1 << 16) + Z(o) + Z(w + 4096 * z) + Z(s) + (1 << 24) > 1 << 32 { return nil }
    var ram = ReferenceMemory()
    let heap = 2 * (1 << 16) + Z(o)
    let top: Int64 = 0xFEFE_0000
    let args: Int64 = 0xFEFF_0000
    ram.map(0x10000, P(o), .readOnly)
    ram.put(0x10000, p[11..<11 + Int(o)])
    ram.map(heap, P(w) + 4096 * z, .readWrite)
    ram.put(heap, p[11 + Int(o)..<at])
    ram.map(top - P(s), P(s), .readWrite)
    ram.map(args, P(Int64(a.count)), .readOnly)
    ram.put(args, a)
    let blob = try deblob(Array(p[(at + 4)...]))
    return ReferenceInterpreter(
      code: blob.code, mask: blob.mask, jumpTable: blob.jumpTable, pc: pc, gas: gas,
      registers: [
        0xFFFF_0000, 0xFEFE_0000, 0, 0, 0, 0, 0, 0xFEFF_0000, UInt64(a.count), 0, 0, 0, 0,
      ],
      ram: ram, brk: heap + P(w) + 4096 * z, heapLimit: heapLimit(s, target), target: target)
  }

  /// Where the heap must end: at the stack, or, in 0.8, at the upper bound b of `grow_heap`.
  private static func heapLimit(_ s: Int64, _ target: Target) -> Int64 {
    switch target.release {
    case .gp07: return 0xFEFE_0000 - P(s)
    case .gp08:
      let rounded = target.choices.contains(.heapByZones) ? Z(s) : P(s)
      return (1 << 32) - 3 * (1 << 16) - (1 << 24) - rounded
    }
  }
}

// MARK: Sections 9 and 11

extension ReferenceInterpreter: GuestMachine {
  /// The values of all registers.
  package var registers: RegisterFile {
    get { RegisterFile(r) }
    set { r = newValue.values }
  }

  /// The value of one register.
  package subscript(register: Register) -> UInt64 {
    get { r[Int(register.number)] }
    set { r[Int(register.number)] = newValue }
  }

  /// Whether a host function may read a range.
  package func isReadable(address: UInt64, count: UInt64) -> Bool {
    ram.isReadable(address, count)
  }

  /// Whether a host function may write a range.
  package func isWritable(address: UInt64, count: UInt64) -> Bool {
    ram.isWritable(address, count)
  }

  /// Reads a range for a host function; nil if not all of it can be read.
  package func read(address: UInt64, count: UInt64) -> [UInt8]? {
    guard isReadable(address: address, count: count) else { return nil }
    return count == 0 ? [] : ram.get(Int64(address), Int(count))
  }

  /// Writes bytes for a host function; false if not all of the range can be written.
  package mutating func write(address: UInt64, _ bytes: [UInt8]) -> Bool {
    guard isWritable(address: address, count: UInt64(bytes.count)) else { return false }
    if !bytes.isEmpty { ram.put(Int64(address), bytes) }
    return true
  }

  /// The pages of the heap.
  package var heapPages: HeapPages {
    HeapPages(end: UInt64(brk) / 4096, limit: UInt64(heapLimit) / 4096)
  }

  /// Makes the pages up to one part of the heap.
  package mutating func growHeap(toPage end: UInt64) {
    for page in brk / 4096..<Int64(end) where ram.access[Int(page)] == nil {
      ram.map(page * 4096, 4096, .readWrite)
    }
    brk = Int64(end) * 4096
  }

  /// Moves the counter past the `ecalli` it is at.
  package mutating func advancePastHostCall() { pc += 1 + UInt32(Self.skip(k, Int(pc))) }
}
