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
        call.state.append(to: &log, "ecalli=\(call.index)")
        for action in call.actions {
          switch action {
          case .read(let bytes): bytes.append(to: &log, "memread", "->")
          case .write(let bytes): bytes.append(to: &log, "memwrite", "<-")
          case .set(let register, let value):
            log += "setreg r\(RecordedRun.number(of: register)) <- 0x\(Hex.string(value))\n".utf8
          }
        }
        if let gas = call.gasAfter { log += "setgas <- \(gas)\n".utf8 }
      }
      endState.append(to: &log, end == .panic ? "PANIC=0" : end.rawValue)
      return log
    }

    /// A register's number, always two digits.
    fileprivate static func number(of register: Register) -> String {
      register.number < 10 ? "0\(register.number)" : "\(register.number)"
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
