extension ProjectTemplate {
  /// The host calls for Swift, the same as `Examples/service-swift/JAM.swift`.
  static let jamSwift = File(
    path: "src/JAM.swift",
    text: #"""
      // The host calls of JAM (Gray Paper {{gray-paper}}) for services in Embedded Swift, compiled by wasm-pvm. One function per host function,
      // with its name; a function that copies a value (fetch, lookup, read, info) writes at most as many bytes as the buffer has, from an
      // offset of the value on, and returns the value's whole length, or nil if there is no such value.

      @_extern(c, "host_call_0")
      @_extern(wasm, module: "env", name: "host_call_0")
      private func hostCall0(_ index: UInt64) -> UInt64
      @_extern(c, "host_call_1")
      @_extern(wasm, module: "env", name: "host_call_1")
      private func hostCall1(_ index: UInt64, _ a: UInt64) -> UInt64
      @_extern(c, "host_call_2")
      @_extern(wasm, module: "env", name: "host_call_2")
      private func hostCall2(_ index: UInt64, _ a: UInt64, _ b: UInt64) -> UInt64
      @_extern(c, "host_call_2b")
      @_extern(wasm, module: "env", name: "host_call_2b")
      private func hostCall2b(_ index: UInt64, _ a: UInt64, _ b: UInt64) -> UInt64
      @_extern(c, "host_call_3")
      @_extern(wasm, module: "env", name: "host_call_3")
      private func hostCall3(_ index: UInt64, _ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64
      @_extern(c, "host_call_4")
      @_extern(wasm, module: "env", name: "host_call_4")
      private func hostCall4(
        _ index: UInt64, _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64
      ) -> UInt64
      @_extern(c, "host_call_5")
      @_extern(wasm, module: "env", name: "host_call_5")
      private func hostCall5(
        _ index: UInt64, _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ e: UInt64
      ) -> UInt64
      @_extern(c, "host_call_6")
      @_extern(wasm, module: "env", name: "host_call_6")
      private func hostCall6(
        _ index: UInt64, _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ e: UInt64, _ f: UInt64
      ) -> UInt64
      @_extern(c, "host_call_r8")
      @_extern(wasm, module: "env", name: "host_call_r8")
      private func hostCallR8() -> UInt64
      @_extern(c, "pvm_ptr")
      @_extern(wasm, module: "env", name: "pvm_ptr")
      private func pvmPointer(_ address: UInt64) -> UInt64

      /// The host.
      enum JAM {
        /// Some bytes of the program.
        typealias Bytes = UnsafeRawBufferPointer
        /// Room for some bytes.
        typealias Buffer = UnsafeMutableRawBufferPointer

        /// This service, where a function wants one.
        static var this: UInt64 { .max }

        /// What a function answers if it has no value.
        enum Failure: UInt64 {
          /// An inner machine's range is not accessible.
          case outOfBounds = 0xFFFF_FFFF_FFFF_FFFD
          /// There is no such service or machine.
          case who = 0xFFFF_FFFF_FFFF_FFFC
          /// No room, or the balance does not suffice for it.
          case full = 0xFFFF_FFFF_FFFF_FFFB
          /// There is no such core.
          case core = 0xFFFF_FFFF_FFFF_FFFA
          /// The balance does not suffice.
          case cash = 0xFFFF_FFFF_FFFF_FFF9
          /// The gas is less than the receiver demands.
          case low = 0xFFFF_FFFF_FFFF_FFF8
          /// Makes no sense, or is not allowed.
          case huh = 0xFFFF_FFFF_FFFF_FFF7
        }

        /// What `fetch` can get.
        enum Item {
          /// The protocol's constants, 134 bytes.
          case constants
          /// 32 bytes; zeros in refine.
          case entropy
          /// What is_authorized returned (refine).
          case trace
          /// An extrinsic of a work item (refine).
          case extrinsic(UInt64, of: UInt64)
          /// An extrinsic of this work item (refine).
          case ownExtrinsic(UInt64)
          /// A segment that a work item imports (refine).
          case segment(UInt64, of: UInt64)
          /// A segment that this work item imports (refine).
          case ownSegment(UInt64)
          /// The encoded package (refine, is_authorized, as all that follow up to the payload).
          case package
          /// The authorizer's configuration.
          case configuration
          /// The authorization token.
          case token
          /// The encoded refinement context.
          case context
          /// All item summaries.
          case summaries
          /// An item's summary.
          case summary(UInt64)
          /// An item's payload.
          case payload(UInt64)
          /// All inputs (accumulate).
          case inputs
          /// An input (accumulate).
          case input(UInt64)

          /// The kind and its two indices.
          var registers: (UInt64, UInt64, UInt64) {
            switch self {
            case .constants: (0, 0, 0)
            case .entropy: (1, 0, 0)
            case .trace: (2, 0, 0)
            case .extrinsic(let index, let item): (3, item, index)
            case .ownExtrinsic(let index): (4, index, 0)
            case .segment(let index, let item): (5, item, index)
            case .ownSegment(let index): (6, index, 0)
            case .package: (7, 0, 0)
            case .configuration: (8, 0, 0)
            case .token: (9, 0, 0)
            case .context: (10, 0, 0)
            case .summaries: (11, 0, 0)
            case .summary(let item): (12, item, 0)
            case .payload(let item): (13, item, 0)
            case .inputs: (14, 0, 0)
            case .input(let index): (15, index, 0)
            }
          }
        }

        /// How important a message is.
        enum Level: UInt64 { case fatal, warning, important, helpful, pedantic }

        /// What an entry point returns: some bytes.
        static func output(_ bytes: Bytes) -> UInt64 {
          UInt64(UInt(bitPattern: bytes.baseAddress)) | UInt64(bytes.count) << 32
        }

        /// The PVM address of a pointer.
        private static func address(_ pointer: UnsafeRawPointer?) -> UInt64 {
          pvmPointer(UInt64(UInt(bitPattern: pointer)))
        }

        /// The value's length, or nil.
        private static func length(_ result: UInt64) -> Int? { result == .max ? nil : Int(result) }

        /// Nil if all went well.
        private static func failure(_ result: UInt64) -> Failure? { Failure(rawValue: result) }

        // MARK: Everywhere

        /// Gas left.
        static var gas: UInt64 { hostCall0({{host:gas}}) }

        /// Copies what the invocation is about.
        static func fetch(_ item: Item, offset: Int = 0, into buffer: Buffer) -> Int? {
          let (kind, first, second) = item.registers
          return length(
            hostCall6(
              {{host:fetch}}, address(buffer.baseAddress), UInt64(offset), UInt64(buffer.count), kind, first, second))
        }

        /// Logs a message (JIP-1).
        static func log(_ level: Level, target: StaticString, _ message: StaticString) {
          _ = hostCall5(
            {{host:log}}, level.rawValue, address(target.utf8Start), UInt64(target.utf8CodeUnitCount),
            address(message.utf8Start), UInt64(message.utf8CodeUnitCount))
        }

        // MARK: refine

        /// Copies a preimage as of the lookup anchor.
        static func historicalLookup(
          _ hash: Bytes, of service: UInt64 = this, offset: Int = 0, into buffer: Buffer
        ) -> Int? {
          length(
            hostCall5(
              {{host:historical_lookup}}, service, address(hash.baseAddress), address(buffer.baseAddress), UInt64(offset),
              UInt64(buffer.count)))
        }

        /// Exports a segment; its index, or `full`.
        static func export(_ segment: Bytes) -> UInt64 {
          hostCall2({{host:export}}, address(segment.baseAddress), UInt64(segment.count))
        }

        /// Creates an inner machine; its id, or `huh`.
        static func machine(_ blob: Bytes, pc: UInt64) -> UInt64 {
          hostCall3({{host:machine}}, address(blob.baseAddress), UInt64(blob.count), pc)
        }

        /// Copies from an inner machine.
        static func peek(_ machine: UInt64, at source: UInt64, into buffer: Buffer) -> Failure? {
          failure(hostCall4({{host:peek}}, machine, address(buffer.baseAddress), source, UInt64(buffer.count)))
        }

        /// Copies into an inner machine.
        static func poke(_ machine: UInt64, at target: UInt64, _ bytes: Bytes) -> Failure? {
          failure(hostCall4({{host:poke}}, machine, address(bytes.baseAddress), target, UInt64(bytes.count)))
        }

        /// Changes pages: mode 0 unmaps, 1 and 2 zero, 1 and 3 make read-only, 2 and 4 writable.
        static func pages(
          _ machine: UInt64, first: UInt64, count: UInt64, mode: UInt64
        ) -> Failure? {
          failure(hostCall4({{host:pages}}, machine, first, count, mode))
        }

        /// Runs an inner machine. The block, gas and 13 registers, is read and written back. The reason is
        /// 0 halt, 1 panic, 2 fault (the detail is its address), 3 host call (its index), 4 out of gas.
        static func invoke(
          _ machine: UInt64, _ block: UnsafeMutablePointer<UInt64>
        ) -> (reason: UInt64, detail: UInt64) {
          let reason = hostCall2b({{host:invoke}}, machine, address(block))
          return (reason, hostCallR8())
        }

        /// Deletes an inner machine; its counter, or `who`.
        static func expunge(_ machine: UInt64) -> UInt64 { hostCall1({{host:expunge}}, machine) }

        // MARK: accumulate

        /// Copies a preimage.
        static func lookup(
          _ hash: Bytes, of service: UInt64 = this, offset: Int = 0, into buffer: Buffer
        ) -> Int? {
          length(
            hostCall5(
              {{host:lookup}}, service, address(hash.baseAddress), address(buffer.baseAddress), UInt64(offset),
              UInt64(buffer.count)))
        }

        /// Copies a storage value.
        static func read(
          _ key: Bytes, of service: UInt64 = this, offset: Int = 0, into buffer: Buffer
        ) -> Int? {
          length(
            hostCall6(
              {{host:read}}, service, address(key.baseAddress), UInt64(key.count), address(buffer.baseAddress),
              UInt64(offset), UInt64(buffer.count)))
        }

        /// Sets a storage value, or deletes it if it is empty; `full` if the balance does not suffice.
        static func write(_ key: Bytes, _ value: Bytes) -> Failure? {
          failure(
            hostCall4(
              {{host:write}}, address(key.baseAddress), UInt64(key.count), address(value.baseAddress),
              UInt64(value.count)))
        }

        /// Copies the 96 bytes about an account.
        static func info(of service: UInt64 = this, offset: Int = 0, into buffer: Buffer) -> Int? {
          length(
            hostCall4({{host:info}}, service, address(buffer.baseAddress), UInt64(offset), UInt64(buffer.count)))
        }

        /// Sets the privileges; there is an assigner for every core, and `count` pairs of service and gas.
        static func bless(
          manager: UInt64, assigners: UnsafePointer<UInt32>, delegator: UInt64, registrar: UInt64,
          always: UnsafeRawPointer, count: UInt64
        ) -> Failure? {
          failure(
            hostCall6({{host:bless}}, manager, address(assigners), delegator, registrar, address(always), count))
        }

        /// Sets a core's authorizer queue, and who may set it next.
        static func assign(_ core: UInt64, queue: Bytes, assigner: UInt64) -> Failure? {
          failure(hostCall3({{host:assign}}, core, address(queue.baseAddress), assigner))
        }

        /// Sets the validators' keys.
        static func designate(_ keys: Bytes) -> Failure? {
          failure(hostCall1({{host:designate}}, address(keys.baseAddress)))
        }

        /// Keeps the effects so far, whatever comes; gas left.
        static func checkpoint() -> UInt64 { hostCall0({{host:checkpoint}}) }

        /// Creates a service; its index, or `huh`, `cash` or `full`.
        static func new(
          codeHash: Bytes, codeSize: UInt64, itemGas: UInt64, memoGas: UInt64, gratis: UInt64 = 0,
          wanted: UInt64 = .max
        ) -> UInt64 {
          hostCall6({{host:new}}, address(codeHash.baseAddress), codeSize, itemGas, memoGas, gratis, wanted)
        }

        /// Replaces this service's code.
        static func upgrade(codeHash: Bytes, itemGas: UInt64, memoGas: UInt64) {
          _ = hostCall3({{host:upgrade}}, address(codeHash.baseAddress), itemGas, memoGas)
        }

        /// Sends balance, with a memo of 128 bytes.
        static func transfer(
          _ amount: UInt64, to service: UInt64, gas: UInt64, memo: Bytes
        ) -> Failure? {
          failure(hostCall4({{host:transfer}}, service, amount, gas, address(memo.baseAddress)))
        }

        /// Removes a service that has given itself up.
        static func eject(_ service: UInt64, _ hash: Bytes) -> Failure? {
          failure(hostCall2({{host:eject}}, service, address(hash.baseAddress)))
        }

        /// The status of a preimage request, x y z, as number of timeslots + 2^32 x and y + 2^32 z; nil if
        /// there is none.
        static func query(_ hash: Bytes, length: UInt64) -> (UInt64, UInt64)? {
          let result = hostCall2b({{host:query}}, address(hash.baseAddress), length)
          return result == .max ? nil : (result, hostCallR8())
        }

        /// Requests a preimage.
        static func solicit(_ hash: Bytes, length: UInt64) -> Failure? {
          failure(hostCall2({{host:solicit}}, address(hash.baseAddress), length))
        }

        /// Withdraws a request.
        static func forget(_ hash: Bytes, length: UInt64) -> Failure? {
          failure(hostCall2({{host:forget}}, address(hash.baseAddress), length))
        }

        /// Sets the hash that the service yields.
        static func yield(_ hash: Bytes) { _ = hostCall1({{host:yield}}, address(hash.baseAddress)) }

        /// Provides a preimage that a service has requested.
        static func provide(_ data: Bytes, to service: UInt64 = this) -> Failure? {
          failure(hostCall3({{host:provide}}, service, address(data.baseAddress), UInt64(data.count)))
        }
      }

      """#)
}
