extension ProjectTemplate {
  /// Zig.
  static let zig = ProjectTemplate(
    "zig", "Zig", needs: ["zig"],
    install:
      "Zig 0.13 or later from https://ziglang.org/download, or pip install ziglang, whose command is "
      + "python3 -m ziglang: change needs and commands then",
    commands: [
      "zig build-exe src/service.zig -target wasm32-freestanding -O ReleaseSmall -fno-strip -fno-entry --export=refine "
        + "--export=accumulate -femit-bin=build/{{name}}.wasm"
    ],
    files: [
      File(
        path: "src/jam.zig",
        text: #"""
          //! The host calls of JAM (Gray Paper {{gray-paper}}) for services in Zig, compiled by wasm-pvm: a function for each, with its name. A
          //! function that copies a value writes at most as many bytes as `to` has, from `offset` on, and returns the value's whole length.

          extern "env" fn host_call_0(index: u64) u64;
          extern "env" fn host_call_1(index: u64, a: u64) u64;
          extern "env" fn host_call_2(index: u64, a: u64, b: u64) u64;
          extern "env" fn host_call_2b(index: u64, a: u64, b: u64) u64;
          extern "env" fn host_call_3(index: u64, a: u64, b: u64, c: u64) u64;
          extern "env" fn host_call_4(index: u64, a: u64, b: u64, c: u64, d: u64) u64;
          extern "env" fn host_call_5(index: u64, a: u64, b: u64, c: u64, d: u64, e: u64) u64;
          extern "env" fn host_call_6(index: u64, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) u64;
          extern "env" fn host_call_r8() u64;
          extern "env" fn pvm_ptr(at: u64) u64;

          /// There is no such value.
          pub const none: u64 = ~@as(u64, 0);
          /// There is no such host function here.
          pub const what: u64 = none - 1;
          /// An inner machine's range is not accessible.
          pub const out_of_bounds: u64 = none - 2;
          /// There is no such service or machine.
          pub const who: u64 = none - 3;
          /// No room, or the balance does not suffice for it.
          pub const full: u64 = none - 4;
          /// There is no such core.
          pub const no_core: u64 = none - 5;
          /// The balance does not suffice.
          pub const cash: u64 = none - 6;
          /// The gas is less than the receiver demands.
          pub const low: u64 = none - 7;
          /// Makes no sense, or is not allowed.
          pub const huh: u64 = none - 8;

          /// This service, where a function wants one.
          pub const self: u64 = none;

          /// What `fetch` can get.
          pub const Kind = enum(u64) {
              constants,
              entropy,
              trace,
              /// Extrinsic j of work item i (refine).
              extrinsic_of,
              extrinsic,
              /// Imported segment j of work item i (refine).
              import_of,
              import,
              package,
              configuration,
              token,
              context,
              summaries,
              summary,
              payload,
              /// All inputs (accumulate).
              inputs,
              input,
          };

          /// The PVM address of an address of the program, which is what the host understands.
          fn address(pointer: anytype) u64 {
              return pvm_ptr(@intFromPtr(pointer));
          }

          /// The length of a copied value, or null.
          fn length(result: u64) ?usize {
              return if (result == none) null else @intCast(result);
          }

          /// What an entry point returns: some bytes, which are read after it has returned.
          pub fn output(bytes: []const u8) u64 {
              return @as(u64, @intFromPtr(bytes.ptr)) | @as(u64, bytes.len) << 32;
          }

          /// Gas left.
          pub fn gas() u64 {
              return host_call_0({{host:gas}});
          }

          /// Copies what the invocation is about.
          pub fn fetch(kind: Kind, i: u64, j: u64, offset: u64, to: []u8) ?usize {
              return length(host_call_6({{host:fetch}}, address(to.ptr), offset, to.len, @intFromEnum(kind), i, j));
          }

          /// Copies a preimage (accumulate).
          pub fn lookup(service: u64, hash: *const [32]u8, offset: u64, to: []u8) ?usize {
              return length(host_call_5({{host:lookup}}, service, address(hash), address(to.ptr), offset, to.len));
          }

          /// Copies a storage value (accumulate).
          pub fn read(service: u64, key: []const u8, offset: u64, to: []u8) ?usize {
              return length(host_call_6({{host:read}}, service, address(key.ptr), key.len, address(to.ptr), offset, to.len));
          }

          /// Sets a storage value, or deletes it if it is empty; the old value's length, `none` or `full` (accumulate).
          pub fn write(key: []const u8, value: []const u8) u64 {
              return host_call_4({{host:write}}, address(key.ptr), key.len, address(value.ptr), value.len);
          }

          /// Copies the 96 bytes about an account (accumulate).
          pub fn info(service: u64, offset: u64, to: []u8) ?usize {
              return length(host_call_4({{host:info}}, service, address(to.ptr), offset, to.len));
          }

          /// Copies a preimage as of the lookup anchor (refine).
          pub fn historical_lookup(service: u64, hash: *const [32]u8, offset: u64, to: []u8) ?usize {
              return length(host_call_5({{host:historical_lookup}}, service, address(hash), address(to.ptr), offset, to.len));
          }

          /// Exports a segment; its index or `full` (refine).
          pub fn export_segment(data: []const u8) u64 {
              return host_call_2({{host:export}}, address(data.ptr), data.len);
          }

          /// Creates an inner machine; its id or `huh` (refine, as all of machine to expunge).
          pub fn machine(blob: []const u8, pc: u64) u64 {
              return host_call_3({{host:machine}}, address(blob.ptr), blob.len, pc);
          }

          /// Copies from an inner machine.
          pub fn peek(id: u64, from: u64, to: []u8) u64 {
              return host_call_4({{host:peek}}, id, address(to.ptr), from, to.len);
          }

          /// Copies into an inner machine.
          pub fn poke(id: u64, from: []const u8, to: u64) u64 {
              return host_call_4({{host:poke}}, id, address(from.ptr), to, from.len);
          }

          /// Changes pages: mode 0 unmaps, 1 and 2 zero, 1 and 3 make read-only, 2 and 4 writable.
          pub fn pages(id: u64, first: u64, count: u64, mode: u64) u64 {
              return host_call_4({{host:pages}}, id, first, count, mode);
          }

          /// Runs an inner machine. The block is gas and 13 registers, read and written back. The reason is 0 halted, 1 panicked, 2 a page faulted
          /// (the detail is its address), 3 a host call (its index), 4 out of gas, or `who`.
          pub fn invoke(id: u64, block: *[14]u64) struct { reason: u64, detail: u64 } {
              const reason = host_call_2b({{host:invoke}}, id, address(block));
              return .{ .reason = reason, .detail = host_call_r8() };
          }

          /// Deletes an inner machine; its counter or `who`.
          pub fn expunge(id: u64) u64 {
              return host_call_1({{host:expunge}}, id);
          }

          /// Sets the privileges (accumulate, as all that follows but `log`); `always` has 12 bytes for each service: its index and its gas.
          pub fn bless(manager: u64, assigners: []const u32, delegator: u64, registrar: u64, always: []const u8) u64 {
              return host_call_6({{host:bless}}, manager, address(assigners.ptr), delegator, registrar, address(always.ptr), always.len / 12);
          }

          /// Sets a core's authorizer queue, and who may set it next.
          pub fn assign(core: u64, queue: []const u8, assigner: u64) u64 {
              return host_call_3({{host:assign}}, core, address(queue.ptr), assigner);
          }

          /// Sets the validators' keys.
          pub fn designate(keys: []const u8) u64 {
              return host_call_1({{host:designate}}, address(keys.ptr));
          }

          /// Keeps the effects so far, whatever comes; gas left.
          pub fn checkpoint() u64 {
              return host_call_0({{host:checkpoint}});
          }

          /// Creates a service; its index, `huh`, `cash` or `full`.
          pub fn new(code_hash: *const [32]u8, code_size: u64, item_gas: u64, memo_gas: u64, gratis: u64, wanted: u64) u64 {
              return host_call_6({{host:new}}, address(code_hash), code_size, item_gas, memo_gas, gratis, wanted);
          }

          /// Replaces this service's code.
          pub fn upgrade(code_hash: *const [32]u8, item_gas: u64, memo_gas: u64) u64 {
              return host_call_3({{host:upgrade}}, address(code_hash), item_gas, memo_gas);
          }

          /// Sends balance.
          pub fn transfer(service: u64, amount: u64, gas_limit: u64, memo: *const [128]u8) u64 {
              return host_call_4({{host:transfer}}, service, amount, gas_limit, address(memo));
          }

          /// Removes a service that has given itself up.
          pub fn eject(service: u64, hash: *const [32]u8) u64 {
              return host_call_2({{host:eject}}, service, address(hash));
          }

          /// The status of a preimage request, x y z: `first` is their number + 2^32 x, `second` y + 2^32 z; or `none`.
          pub fn query(hash: *const [32]u8, size: u64) struct { first: u64, second: u64 } {
              const first = host_call_2b({{host:query}}, address(hash), size);
              return .{ .first = first, .second = host_call_r8() };
          }

          /// Requests a preimage.
          pub fn solicit(hash: *const [32]u8, size: u64) u64 {
              return host_call_2({{host:solicit}}, address(hash), size);
          }

          /// Withdraws a request.
          pub fn forget(hash: *const [32]u8, size: u64) u64 {
              return host_call_2({{host:forget}}, address(hash), size);
          }

          /// Sets the hash that the service yields.
          pub fn yield(hash: *const [32]u8) u64 {
              return host_call_1({{host:yield}}, address(hash));
          }

          /// Provides a preimage that a service has requested.
          pub fn provide(service: u64, data: []const u8) u64 {
              return host_call_3({{host:provide}}, service, address(data.ptr), data.len);
          }

          /// How important a message is.
          pub const Level = enum(u64) { fatal, warning, important, helpful, pedantic };

          /// Logs a message (JIP-1).
          pub fn log(level: Level, target: []const u8, message: []const u8) void {
              _ = host_call_5({{host:log}}, @intFromEnum(level), address(target.ptr), target.len, address(message.ptr), message.len);
          }

          """#),
      File(
        path: "src/service.zig",
        text: #"""
          //! {{name}}: a JAM service. A work item brings numbers of 8 bytes, little-endian. refine, off the chain, adds them up; accumulate, on
          //! it, adds the sum to the total in the service's storage.
          const std = @import("std");
          const jam = @import("jam.zig");

          /// Reads from left to right what the protocol encodes. The build is without checks, so what is too short is refused here.
          const Reader = struct {
              rest: []const u8,

              /// Takes so many bytes.
              fn take(self: *Reader, count: usize) []const u8 {
                  if (count > self.rest.len) @trap();
                  const taken = self.rest[0..count];
                  self.rest = self.rest[count..];
                  return taken;
              }

              /// Takes a little-endian number of so many bytes.
              fn number(self: *Reader, count: usize) u64 {
                  var value: u64 = 0;
                  for (self.take(count), 0..) |byte, index| value |= @as(u64, byte) << @intCast(8 * index);
                  return value;
              }

              /// Takes a natural number in the protocol's variable length.
              fn natural(self: *Reader) u64 {
                  const first: u8 = @truncate(self.number(1));
                  const more = @clz(~first);
                  const low = self.number(more);
                  if (more >= 8) return low;
                  return low | @as(u64, first & (@as(u8, 0x7f) >> @intCast(more))) << @intCast(8 * @as(u32, more));
              }
          };

          var buffer: [4096]u8 = undefined;
          var result: [8]u8 = undefined;

          /// Fetches something and reads it.
          fn fetch(kind: jam.Kind, index: u64) Reader {
              const size = jam.fetch(kind, index, 0, 0, &buffer) orelse @trap();
              if (size > buffer.len) @trap();
              return .{ .rest = buffer[0..size] };
          }

          /// Adds up the numbers of a work item.
          export fn refine(arguments: [*]const u8, length: usize) u64 {
              var reader = Reader{ .rest = arguments[0..length] };
              _ = reader.natural(); // the core
              var payload = fetch(.payload, reader.natural());
              var sum: u64 = 0;
              while (payload.rest.len > 0) sum +%= payload.number(8);
              std.mem.writeInt(u64, &result, sum, .little);
              return jam.output(&result);
          }

          /// The sum that an input brings: 0 for a transfer and for an item whose refine failed.
          fn sumOf(input: Reader) u64 {
              var reader = input;
              if (reader.number(1) != 0) return 0;
              _ = reader.take(4 * 32); // hashes
              _ = reader.natural(); // gas
              if (reader.number(1) != 0) return 0;
              return if (reader.natural() == 8) reader.number(8) else 0;
          }

          /// Adds what the inputs bring to the total.
          export fn accumulate(arguments: [*]const u8, length: usize) u64 {
              var reader = Reader{ .rest = arguments[0..length] };
              _ = reader.natural(); // the timeslot
              _ = reader.natural(); // this service
              const count = reader.natural();
              @memset(&result, 0);
              _ = jam.read(jam.self, "total", 0, &result);
              var total = std.mem.readInt(u64, &result, .little);
              var index: u64 = 0;
              while (index < count) : (index += 1) total +%= sumOf(fetch(.input, index));
              std.mem.writeInt(u64, &result, total, .little);
              if (jam.write("total", &result) == jam.full) @trap();
              jam.log(.helpful, "{{name}}", "total updated");
              return jam.output(&.{});
          }

          """#),
    ])
}
