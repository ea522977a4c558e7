// A JAM service in Embedded Swift: counters with names, the same as Examples/service-c/service.c, where its rules are.
//
//   $ swiftc -target wasm32-unknown-none-wasm -enable-experimental-feature Embedded -enable-experimental-feature Extern -wmo -Osize -parse-as-library -Xcc -mbulk-memory -c -o service.o Examples/service-swift/service.swift Examples/service-swift/JAM.swift
//   $ wasm-ld-19 --no-entry -o Examples/service-swift/service.wasm service.o
//   $ wasm-pvm run Examples/service-swift/service.wasm --entry refine --host Examples/service-c/state.json
//   exit: halt
//   output: 3064846390167d3e056170706c65050000000000000003666967ffffffffffffffff
//   $ wasm-pvm run Examples/service-swift/service.wasm --entry accumulate --host Examples/service-c/state.json
//   [helpful] counter: accumulated
//   exit: halt
//   service 42: storage 6170706c65: none -> 0500000000000000
//   service 42: storage 666967: 0100000000000000 -> none

/// Room for a payload or an input.
private nonisolated(unsafe) var storage: InlineArray<16384, UInt8> = .init(repeating: 0)
/// Room for a counter, or the yielded hash.
private nonisolated(unsafe) var value: InlineArray<32, UInt8> = .init(repeating: 0)

/// Runs with the buffer; its address is the same in every call.
private func buffer() -> UnsafeMutableRawBufferPointer {
  withUnsafeMutableBytes(of: &storage) { $0 }
}

/// FNV-1a, 64 bits.
private struct Checksum {
  /// The sum so far.
  var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Goes on with some bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes { add(UInt64(byte)) }
  }

  /// Goes on with a number.
  mutating func add(_ number: UInt64) { state = (state ^ number) &* 0x100_0000_01B3 }
}

/// Stops the program, as a check that fails does.
private func require(_ condition: Bool) {
  if !condition { fatalError() }
}

/// Reads bytes from left to right.
private struct Reader {
  /// What is left.
  var rest: UnsafeRawBufferPointer

  /// Takes so many bytes.
  mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
    require(count <= rest.count)
    let taken = UnsafeRawBufferPointer(rebasing: rest[..<count])
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    return taken
  }

  /// Takes a little-endian number of so many bytes.
  mutating func number(_ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for (index, byte) in take(count).enumerated() { value |= UInt64(byte) &<< UInt64(8 * index) }
    return value
  }

  /// Takes a natural number in the protocol's variable length.
  mutating func natural() -> UInt64 {
    let first = UInt8(number(1))
    let more = (~first).leadingZeroBitCount
    let low = number(more)
    return more < 8 ? low | UInt64(first & 0x7F &>> UInt8(more)) &<< UInt64(8 * more) : low
  }

  /// Takes an update.
  mutating func update() -> (name: UnsafeRawBufferPointer, amount: UInt64) {
    let size = Int(number(1))
    require((1...32).contains(size))
    return (take(size), number(8))
  }
}

/// Checks a payload and returns its digest.
@_expose(wasm, "refine")
@_cdecl("refine")
public func refine(_ arguments: UnsafeRawPointer, _ length: Int32) -> UInt64 {
  var reader = Reader(rest: UnsafeRawBufferPointer(start: arguments, count: Int(length)))
  _ = reader.natural()  // the core
  let item = reader.natural()
  let buffer = buffer()
  let room = UnsafeMutableRawBufferPointer(rebasing: buffer[8...])
  guard let size = JAM.fetch(.payload(item), into: room), size <= room.count else { fatalError() }
  let payload = UnsafeRawBufferPointer(rebasing: room[..<size])
  var updates = Reader(rest: payload)
  while !updates.rest.isEmpty { _ = updates.update() }
  var checksum = Checksum()
  checksum.add(payload)
  buffer.storeBytes(of: checksum.state.littleEndian, as: UInt64.self)
  return JAM.output(UnsafeRawBufferPointer(rebasing: buffer[..<(8 + size)]))
}

/// Adds to a counter.
private func add(
  _ name: UnsafeRawBufferPointer, _ amount: UInt64, _ written: inout Checksum
) {
  withUnsafeMutableBytes(of: &value) { bytes in
    let counter = UnsafeMutableRawBufferPointer(rebasing: bytes[..<8])
    counter.storeBytes(of: 0, as: UInt64.self)
    _ = JAM.read(name, into: counter)
    let sum = counter.loadUnaligned(as: UInt64.self).littleEndian &+ amount
    counter.storeBytes(of: sum.littleEndian, as: UInt64.self)
    let content = UnsafeRawBufferPointer(rebasing: counter[..<(sum == 0 ? 0 : 8)])
    require(JAM.write(name, content) == nil)
    written.add(name)
    written.add(UnsafeRawBufferPointer(counter))
  }
}

/// Adds to a counter that the program names.
private func add(_ name: StaticString, _ amount: UInt64, _ written: inout Checksum) {
  add(
    UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), amount, &written)
}

/// Takes a work result or a transfer.
private func take(_ input: UnsafeRawBufferPointer, _ written: inout Checksum) {
  var reader = Reader(rest: input)
  if reader.number(1) == 1 {
    _ = reader.take(8)  // sender and receiver
    add("transfers", reader.number(8), &written)
    return
  }
  _ = reader.take(4 * 32)
  _ = reader.natural()  // gas
  guard reader.number(1) == 0 else {
    add("failures", 1, &written)
    return
  }
  var updates = Reader(rest: reader.take(Int(truncatingIfNeeded: reader.natural())))
  let expected = updates.number(8)
  var checksum = Checksum()
  checksum.add(updates.rest)
  require(checksum.state == expected)
  while !updates.rest.isEmpty {
    let (name, amount) = updates.update()
    add(name, amount, &written)
  }
}

/// Adds everything up and yields a hash of what has been written.
@_expose(wasm, "accumulate")
@_cdecl("accumulate")
public func accumulate(_ arguments: UnsafeRawPointer, _ length: Int32) -> UInt64 {
  var reader = Reader(rest: UnsafeRawBufferPointer(start: arguments, count: Int(length)))
  _ = reader.natural()  // the timeslot
  _ = reader.natural()  // this service
  let count = reader.natural()
  let buffer = buffer()
  var written = Checksum()
  var index: UInt64 = 0
  while index < count {
    guard let size = JAM.fetch(.input(index), into: buffer), size <= buffer.count else {
      fatalError()
    }
    take(UnsafeRawBufferPointer(rebasing: buffer[..<size]), &written)
    index += 1
  }
  JAM.log(.helpful, target: "counter", "accumulated")
  withUnsafeMutableBytes(of: &value) { hash in
    for part in 0..<4 {
      hash.storeBytes(of: written.state.littleEndian, toByteOffset: 8 * part, as: UInt64.self)
      written.add(UInt64(part))
    }
    JAM.yield(UnsafeRawBufferPointer(hash))
  }
  return JAM.output(UnsafeRawBufferPointer(rebasing: buffer[..<0]))
}
