#if !hasFeature(Embedded)
  internal import PVM
  internal import Support

  extension RecordedRun {
    /// The log of the run; reading it gives the same run.
    public func encoded() -> [UInt8] {
      var log: [UInt8] = Array("program 0x".utf8)
      log.append(hexadecimal: program)
      log.append(UInt8(ascii: "\n"))
      for write in initialMemory { write.append(to: &log, "memwrite", "<-") }
      start.append(to: &log, "start")
      for call in calls {
        call.append(to: &log, call.actions)
      }
      endState.append(to: &log, end == .panic ? "PANIC=0" : end.rawValue)
      return log
    }

    /// The log as JIP-7 has it: what the host did in a call is in a fixed order, so that logs of different implementations are the same
    /// text, and lines that begin with `comment` say more. Reading it gives the same run, but for that order.
    ///
    /// - Parameters:
    ///   - comments: what is said in front of the program, without line ends.
    ///   - name: what a host call is called, for a comment in front of it.
    public func ecalliTrace(comments: [String], name: (UInt64) -> String?) -> [UInt8] {
      var ordered = self
      for index in calls.indices {
        ordered.calls[index].actions = calls[index].actionsInOrder
      }
      var names = calls.map { name($0.index) }[...]
      var log: [UInt8] = []
      for comment in comments { log += "comment \(comment)\n".utf8 }
      for line in ordered.encoded().split(separator: UInt8(ascii: "\n")) {
        if line.starts(with: "ecalli=".utf8), let name = names.popFirst(), let name {
          log += "comment \(name)\n".utf8
        }
        log += line + [UInt8(ascii: "\n")]
      }
      return log
    }

    /// A register's number, always two digits.
    fileprivate static func number(of register: Register) -> String {
      register.number < 10 ? "0\(register.number)" : "\(register.number)"
    }
  }

  extension RecordedRun.Call {
    /// Appends the records of the call.
    fileprivate func append(to log: inout [UInt8], _ actions: [RecordedRun.Action]) {
      state.append(to: &log, "ecalli=\(index)")
      for action in actions {
        switch action {
        case .read(let bytes): bytes.append(to: &log, "memread", "->")
        case .write(let bytes): bytes.append(to: &log, "memwrite", "<-")
        case .set(let register, let value):
          log += "setreg r\(RecordedRun.number(of: register)) <- 0x\(Hex.string(value))\n".utf8
        }
      }
      if let gas = gasAfter { log += "setgas <- \(gas)\n".utf8 }
    }

    /// What the host did in the order of JIP-7: reads by address, then writes by address, then registers. Where a later write covers an
    /// earlier one, or a register is set again, only the last counts.
    var actionsInOrder: [RecordedRun.Action] {
      var reads: [RecordedRun.Bytes] = []
      var writes: [RecordedRun.Bytes] = []
      var values: [(register: Register, value: UInt64)] = []
      for action in actions {
        switch action {
        case .read(let bytes): reads.append(bytes)
        case .write(let bytes):
          writes = writes.flatMap { $0.without(bytes) } + [bytes]
        case .set(let register, let value):
          values.removeAll { $0.register == register }
          values.append((register, value))
        }
      }
      reads.sort {
        $0.address != $1.address
          ? $0.address < $1.address : $0.bytes.lexicographicallyPrecedes($1.bytes)
      }
      writes.sort { $0.address < $1.address }
      values.sort { $0.register < $1.register }
      return reads.map { .read($0) } + writes.map { .write($0) }
        + values.map { .set($0.register, to: $0.value) }
    }
  }

  extension RecordedRun.State {
    /// Appends a record of the state.
    fileprivate func append(to log: inout [UInt8], _ name: String) {
      log += "\(name) pc=\(pc) gas=\(gas)".utf8
      for register in RegisterSet.all where registers[register] != 0 {
        log += " r\(RecordedRun.number(of: register))=0x\(Hex.string(registers[register]))".utf8
      }
      log.append(UInt8(ascii: "\n"))
    }
  }

  extension RecordedRun.Bytes {
    /// What is left where other bytes are written later: the part in front of them and the part behind.
    fileprivate func without(_ other: RecordedRun.Bytes) -> [RecordedRun.Bytes] {
      let start = Int(other.address) - Int(address)
      let end = start + other.bytes.count
      if end <= 0 || start >= bytes.count { return [self] }
      var parts: [RecordedRun.Bytes] = []
      if start > 0 {
        parts.append(RecordedRun.Bytes(line: line, address: address, bytes: Array(bytes[..<start])))
      }
      if end < bytes.count {
        parts.append(
          RecordedRun.Bytes(
            line: line, address: address + UInt32(end), bytes: Array(bytes[end...])))
      }
      return parts
    }

    /// Appends a record of the bytes.
    fileprivate func append(to log: inout [UInt8], _ name: String, _ arrow: String) {
      log +=
        "\(name) 0x\(Hex.string(UInt64(address), width: 8)) len=\(bytes.count) \(arrow) 0x".utf8
      log.append(hexadecimal: bytes)
      log.append(UInt8(ascii: "\n"))
    }
  }

  extension [UInt8] {
    /// Appends bytes in hexadecimal.
    fileprivate mutating func append(hexadecimal bytes: [UInt8]) {
      for byte in bytes { Hex.append(UInt64(byte), width: 2, to: &self) }
    }
  }
#endif
