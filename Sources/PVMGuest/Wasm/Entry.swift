// The guest as a WebAssembly module: `Guest.run` behind the entry function of Docs/ABI.md.

import PVM
import PVMGuest

// The host functions of the protocol (`pvm.md` appendix A) and JIP-1's log. Each is an import of its
// own, because the index of a host call is part of the instruction; HostFunction has the indices.

/// What every host function takes and gives: r7 to r12, and r7.
typealias Register = UInt64

@_extern(wasm, module: "jam", name: "gas")
@_extern(c)
func jam_gas(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "fetch")
@_extern(c)
func jam_fetch(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "lookup")
@_extern(c)
func jam_lookup(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "read")
@_extern(c)
func jam_read(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "write")
@_extern(c)
func jam_write(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "info")
@_extern(c)
func jam_info(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "historical_lookup")
@_extern(c)
func jam_historical_lookup(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "export")
@_extern(c)
func jam_export(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "machine")
@_extern(c)
func jam_machine(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "peek")
@_extern(c)
func jam_peek(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "poke")
@_extern(c)
func jam_poke(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "pages")
@_extern(c)
func jam_pages(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "expunge")
@_extern(c)
func jam_expunge(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "bless")
@_extern(c)
func jam_bless(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "assign")
@_extern(c)
func jam_assign(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "designate")
@_extern(c)
func jam_designate(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "checkpoint")
@_extern(c)
func jam_checkpoint(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "new")
@_extern(c)
func jam_new(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "upgrade")
@_extern(c)
func jam_upgrade(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "transfer")
@_extern(c)
func jam_transfer(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "eject")
@_extern(c)
func jam_eject(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "solicit")
@_extern(c)
func jam_solicit(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "forget")
@_extern(c)
func jam_forget(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "yield")
@_extern(c)
func jam_yield(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "provide")
@_extern(c)
func jam_provide(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

@_extern(wasm, module: "jam", name: "log")
@_extern(c)
func jam_log(
  _: Register, _: Register, _: Register, _: Register, _: Register, _: Register
) -> Register

// The two with a result in r8, which `GuestModule.hostCallAdapter` defines.

@_extern(wasm, module: "jam", name: "invoke")
@_extern(c)
func jam_invoke(_: Register, _: Register) -> Register

@_extern(wasm, module: "jam", name: "query")
@_extern(c)
func jam_query(_: Register, _: Register, _: Register) -> Register

@_extern(wasm, module: "env", name: "host_call_r8")
@_extern(c)
func env_host_call_r8() -> Register

@_extern(wasm, module: "env", name: "pvm_ptr")
@_extern(c)
func env_pvm_ptr(_ address: UInt64) -> UInt64

/// The host that runs the guest.
struct OutermostHost: OuterHost {
  /// Makes the call.
  mutating func perform(_ call: inout OuterCall) {
    call.first.bytes.withUnsafeBytes { first in
      call.second.bytes.withUnsafeBytes { second in
        var arguments = call.arguments
        set(&arguments, call.first.pointer, first)
        set(&arguments, call.second.pointer, second)
        let (function, pointer) = (call.function, call.destination.pointer)
        (call.a0, call.a1) = call.destination.bytes.withUnsafeMutableBytes { bytes in
          set(&arguments, pointer, UnsafeRawBufferPointer(bytes))
          return perform(function, arguments)
        }
      }
    }
  }

  /// Lets a register point to some bytes, if there are any.
  private func set(
    _ arguments: inout HostArguments, _ pointer: Int, _ bytes: UnsafeRawBufferPointer
  ) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    arguments[pointer] = env_pvm_ptr(UInt64(UInt(bitPattern: start)))
  }

  /// Makes a call whose registers are set; the results are r7 and r8.
  private func perform(
    _ function: HostFunction, _ arguments: HostArguments
  ) -> (UInt64, UInt64) {
    let (a, b, c) = (arguments[7], arguments[8], arguments[9])
    let (d, e, f) = (arguments[10], arguments[11], arguments[12])
    switch function {
    case .gas: return (jam_gas(a, b, c, d, e, f), 0)
    case .fetch: return (jam_fetch(a, b, c, d, e, f), 0)
    case .lookup: return (jam_lookup(a, b, c, d, e, f), 0)
    case .read: return (jam_read(a, b, c, d, e, f), 0)
    case .write: return (jam_write(a, b, c, d, e, f), 0)
    case .info: return (jam_info(a, b, c, d, e, f), 0)
    case .historicalLookup: return (jam_historical_lookup(a, b, c, d, e, f), 0)
    case .export: return (jam_export(a, b, c, d, e, f), 0)
    case .machine: return (jam_machine(a, b, c, d, e, f), 0)
    case .peek: return (jam_peek(a, b, c, d, e, f), 0)
    case .poke: return (jam_poke(a, b, c, d, e, f), 0)
    case .pages: return (jam_pages(a, b, c, d, e, f), 0)
    case .invoke:
      let first = jam_invoke(a, b)
      return (first, env_host_call_r8())
    case .expunge: return (jam_expunge(a, b, c, d, e, f), 0)
    case .bless: return (jam_bless(a, b, c, d, e, f), 0)
    case .assign: return (jam_assign(a, b, c, d, e, f), 0)
    case .designate: return (jam_designate(a, b, c, d, e, f), 0)
    case .checkpoint: return (jam_checkpoint(a, b, c, d, e, f), 0)
    case .new: return (jam_new(a, b, c, d, e, f), 0)
    case .upgrade: return (jam_upgrade(a, b, c, d, e, f), 0)
    case .transfer: return (jam_transfer(a, b, c, d, e, f), 0)
    case .eject: return (jam_eject(a, b, c, d, e, f), 0)
    case .query:
      let first = jam_query(a, b, c)
      return (first, env_host_call_r8())
    case .solicit: return (jam_solicit(a, b, c, d, e, f), 0)
    case .forget: return (jam_forget(a, b, c, d, e, f), 0)
    case .yield: return (jam_yield(a, b, c, d, e, f), 0)
    case .provide: return (jam_provide(a, b, c, d, e, f), 0)
    // The machine of the inner program grows its heap itself.
    case .growHeap: return (HostCallResult.what, 0)
    case .log: return (jam_log(a, b, c, d, e, f), 0)
    }
  }
}

/// The entry point: arguments as address and length, result as address | length << 32.
@_expose(wasm, "main")
@_cdecl("pvm_guest_main")
public func main(_ arguments: UnsafePointer<UInt8>, _ length: UInt32) -> UInt64 {
  let count = Int(bitPattern: UInt(length))
  let input = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
    if count > 0, let start = buffer.baseAddress {
      UnsafeMutableRawPointer(start).copyMemory(from: arguments, byteCount: count)
    }
    initialized = count
  }
  var outer = OutermostHost()
  let output = Guest.run(input, outer: &outer)
  // The output stays allocated: the program ends here.
  let result = UnsafeMutablePointer<UInt8>.allocate(capacity: output.count)
  output.withUnsafeBytes { bytes in
    if let start = bytes.baseAddress {
      UnsafeMutableRawPointer(result).copyMemory(from: start, byteCount: bytes.count)
    }
  }
  return UInt64(UInt(bitPattern: result)) | UInt64(output.count) << 32
}
