extension ProjectTemplate {
  /// Embedded Swift.
  static let swift = ProjectTemplate(
    "swift", "Embedded Swift", needs: ["swiftc", "wasm-ld-19"],
    install:
      "Swift 6.2 or later from https://www.swift.org/install, and apt-get install lld-19 (or LLVM 19 "
      + "or later from https://releases.llvm.org, with the command's name changed in commands)",
    commands: [
      "swiftc -target wasm32-unknown-none-wasm -enable-experimental-feature Embedded -enable-experimental-feature "
        + "Extern -wmo -Osize -g -parse-as-library -Xcc -mbulk-memory -c -o build/{{name}}.o src/service.swift src/JAM.swift",
      "wasm-ld-19 --no-entry -o build/{{name}}.wasm build/{{name}}.o",
    ],
    files: [
      jamSwift,
      File(
        path: "src/service.swift",
        text: #"""
          // {{name}}: a JAM service. A work item brings numbers of 8 bytes, little-endian. refine, off the chain, adds them up; accumulate, on
          // it, adds the sum to the total in the service's storage.

          /// Room for a payload or an input.
          private nonisolated(unsafe) var storage: InlineArray<4096, UInt8> = .init(repeating: 0)
          /// Room for a number.
          private nonisolated(unsafe) var number: UInt64 = 0

          /// The room; its address is the same in every call.
          private func buffer() -> UnsafeMutableRawBufferPointer {
            withUnsafeMutableBytes(of: &storage) { $0 }
          }

          /// Reads from left to right what the protocol encodes.
          private struct Reader {
            /// What is left.
            var rest: UnsafeRawBufferPointer

            /// Takes so many bytes.
            mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
              if count > rest.count { fatalError() }
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
          }

          /// Fetches something and reads it.
          private func fetch(_ item: JAM.Item) -> Reader {
            let buffer = buffer()
            guard let size = JAM.fetch(item, into: buffer), size <= buffer.count else { fatalError() }
            return Reader(rest: UnsafeRawBufferPointer(rebasing: buffer[..<size]))
          }

          /// Adds up the numbers of a work item.
          @_expose(wasm, "refine")
          @_cdecl("refine")
          public func refine(_ arguments: UnsafeRawPointer, _ length: Int32) -> UInt64 {
            var reader = Reader(rest: UnsafeRawBufferPointer(start: arguments, count: Int(length)))
            _ = reader.natural()  // the core
            var payload = fetch(.payload(reader.natural()))
            var sum: UInt64 = 0
            while !payload.rest.isEmpty { sum &+= payload.number(8) }
            number = sum
            return withUnsafeBytes(of: &number) { JAM.output($0) }
          }

          /// The sum that an input brings: 0 for a transfer and for an item whose refine failed.
          private func sum(of input: Reader) -> UInt64 {
            var input = input
            if input.number(1) != 0 { return 0 }
            _ = input.take(4 * 32)  // hashes
            _ = input.natural()  // gas
            if input.number(1) != 0 { return 0 }
            return input.natural() == 8 ? input.number(8) : 0
          }

          /// Adds what the inputs bring to the total.
          @_expose(wasm, "accumulate")
          @_cdecl("accumulate")
          public func accumulate(_ arguments: UnsafeRawPointer, _ length: Int32) -> UInt64 {
            var reader = Reader(rest: UnsafeRawBufferPointer(start: arguments, count: Int(length)))
            _ = reader.natural()  // the timeslot
            _ = reader.natural()  // this service
            let count = reader.natural()
            let name: StaticString = "total"
            let key = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
            number = 0
            withUnsafeMutableBytes(of: &number) { _ = JAM.read(key, into: $0) }
            var index: UInt64 = 0
            while index < count {
              number &+= sum(of: fetch(.input(index)))
              index += 1
            }
            let failure = withUnsafeBytes(of: &number) { JAM.write(key, $0) }
            if failure != nil { fatalError() }
            JAM.log(.helpful, target: "{{name}}", "total updated")
            return 0
          }

          """#),
    ])
}
