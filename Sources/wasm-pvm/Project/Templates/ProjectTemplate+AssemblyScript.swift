extension ProjectTemplate {
  /// AssemblyScript.
  static let assemblyScript = ProjectTemplate(
    "assemblyscript", "AssemblyScript", needs: ["asc"],
    install: "npm install --global assemblyscript (npm is part of Node.js: https://nodejs.org, or "
      + "apt-get install npm)",
    commands: [
      "asc src/service.ts -O3 --shrinkLevel 1 --noAssert --runtime stub --use abort= -o build/{{name}}.wasm"
    ],
    files: [
      File(
        path: "src/jam.ts",
        text: #"""
          // The host calls of JAM (Gray Paper {{gray-paper}}) for services in AssemblyScript, compiled by wasm-pvm: a function for each, with its name.
          // A function that copies a value writes at most `size` bytes to `to`, from `offset` on, and returns the value's whole length, or NONE.

          @external("env", "host_call_0") declare function hostCall0(index: u64): u64;
          @external("env", "host_call_1") declare function hostCall1(index: u64, a: u64): u64;
          @external("env", "host_call_2") declare function hostCall2(index: u64, a: u64, b: u64): u64;
          @external("env", "host_call_2b") declare function hostCall2b(index: u64, a: u64, b: u64): u64;
          @external("env", "host_call_3") declare function hostCall3(index: u64, a: u64, b: u64, c: u64): u64;
          @external("env", "host_call_4") declare function hostCall4(index: u64, a: u64, b: u64, c: u64, d: u64): u64;
          @external("env", "host_call_5") declare function hostCall5(index: u64, a: u64, b: u64, c: u64, d: u64, e: u64): u64;
          @external("env", "host_call_6") declare function hostCall6(index: u64, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64): u64;
          @external("env", "host_call_r8") declare function hostCallR8(): u64;
          @external("env", "pvm_ptr") declare function pvmPtr(address: u64): u64;

          // Results that are no values.
          export const OK: u64 = 0;
          export const NONE: u64 = ~0; // there is no such value
          export const WHAT: u64 = ~1; // there is no such host function here
          export const OOB: u64 = ~2; // an inner machine's range is not accessible
          export const WHO: u64 = ~3; // there is no such service or machine
          export const FULL: u64 = ~4; // no room, or the balance does not suffice for it
          export const CORE: u64 = ~5; // there is no such core
          export const CASH: u64 = ~6; // the balance does not suffice
          export const LOW: u64 = ~7; // the gas is less than the receiver demands
          export const HUH: u64 = ~8; // makes no sense, or is not allowed

          // This service, where a function wants one.
          export const SELF: u64 = ~0;

          // What fetch can get. The index arguments are i and j.
          export const CONSTANTS: u64 = 0;
          export const ENTROPY: u64 = 1;
          export const TRACE: u64 = 2;
          export const EXTRINSIC_OF: u64 = 3; // extrinsic j of item i (refine)
          export const EXTRINSIC: u64 = 4;
          export const IMPORT_OF: u64 = 5; // imported segment j of item i (refine)
          export const IMPORT: u64 = 6;
          export const PACKAGE: u64 = 7;
          export const CONFIGURATION: u64 = 8;
          export const TOKEN: u64 = 9;
          export const CONTEXT: u64 = 10;
          export const ITEMS: u64 = 11;
          export const ITEM: u64 = 12;
          export const PAYLOAD: u64 = 13;
          export const INPUTS: u64 = 14; // all inputs (accumulate)
          export const INPUT: u64 = 15;

          // Log levels.
          export const FATAL: u64 = 0;
          export const WARNING: u64 = 1;
          export const IMPORTANT: u64 = 2;
          export const HELPFUL: u64 = 3;
          export const PEDANTIC: u64 = 4;

          // The PVM address of an address of the program, which is what the host understands.
          function address(pointer: usize): u64 { return pvmPtr(<u64>pointer); }

          // What an entry point returns: some bytes.
          export function output(pointer: usize, length: u32): u64 { return <u64>pointer | (<u64>length << 32); }

          // Gas left.
          export function gas(): u64 { return hostCall0({{host:gas}}); }
          // Copies what the invocation is about.
          export function fetch(to: usize, offset: u64, size: u64, kind: u64, i: u64, j: u64): u64 {
            return hostCall6({{host:fetch}}, address(to), offset, size, kind, i, j);
          }
          // Copies a preimage (accumulate).
          export function lookup(service: u64, hash: usize, to: usize, offset: u64, size: u64): u64 {
            return hostCall5({{host:lookup}}, service, address(hash), address(to), offset, size);
          }
          // Copies a storage value (accumulate).
          export function read(service: u64, key: usize, keySize: u64, to: usize, offset: u64, size: u64): u64 {
            return hostCall6({{host:read}}, service, address(key), keySize, address(to), offset, size);
          }
          // Sets a storage value, or deletes it if it is empty; the old value's length, NONE or FULL (accumulate).
          export function write(key: usize, keySize: u64, value: usize, size: u64): u64 {
            return hostCall4({{host:write}}, address(key), keySize, address(value), size);
          }
          // Copies the 96 bytes about an account (accumulate).
          export function info(service: u64, to: usize, offset: u64, size: u64): u64 {
            return hostCall4({{host:info}}, service, address(to), offset, size);
          }
          // Copies a preimage as of the lookup anchor (refine).
          export function historicalLookup(service: u64, hash: usize, to: usize, offset: u64, size: u64): u64 {
            return hostCall5({{host:historical_lookup}}, service, address(hash), address(to), offset, size);
          }
          // Exports a segment; its index or FULL (refine).
          export function exportSegment(data: usize, size: u64): u64 { return hostCall2({{host:export}}, address(data), size); }
          // Creates an inner machine; its id or HUH (refine, as all of machine to expunge).
          export function machine(blob: usize, size: u64, pc: u64): u64 { return hostCall3({{host:machine}}, address(blob), size, pc); }
          // Copies from an inner machine.
          export function peek(machine: u64, to: usize, from: u64, size: u64): u64 {
            return hostCall4({{host:peek}}, machine, address(to), from, size);
          }
          // Copies into an inner machine.
          export function poke(machine: u64, from: usize, to: u64, size: u64): u64 {
            return hostCall4({{host:poke}}, machine, address(from), to, size);
          }
          // Changes pages: mode 0 unmaps, 1 and 2 zero, 1 and 3 make read-only, 2 and 4 writable.
          export function pages(machine: u64, first: u64, count: u64, mode: u64): u64 {
            return hostCall4({{host:pages}}, machine, first, count, mode);
          }
          // Runs an inner machine. The block is gas and 13 registers, 8 bytes each, read and written back. 0 halted, 1 panicked, 2 a page
          // faulted (detail() is its address), 3 a host call (its index), 4 out of gas, or WHO.
          export function invoke(machine: u64, block: usize): u64 { return hostCall2b({{host:invoke}}, machine, address(block)); }
          // The second result of the invoke or query before.
          export function detail(): u64 { return hostCallR8(); }
          // Deletes an inner machine; its counter or WHO.
          export function expunge(machine: u64): u64 { return hostCall1({{host:expunge}}, machine); }
          // Sets the privileges (accumulate, as all that follows but log).
          export function bless(manager: u64, assigners: usize, delegator: u64, registrar: u64, always: usize, count: u64): u64 {
            return hostCall6({{host:bless}}, manager, address(assigners), delegator, registrar, address(always), count);
          }
          // Sets a core's authorizer queue, and who may set it next.
          export function assign(core: u64, queue: usize, assigner: u64): u64 {
            return hostCall3({{host:assign}}, core, address(queue), assigner);
          }
          // Sets the validators' keys.
          export function designate(keys: usize): u64 { return hostCall1({{host:designate}}, address(keys)); }
          // Keeps the effects so far, whatever comes; gas left.
          export function checkpoint(): u64 { return hostCall0({{host:checkpoint}}); }
          // Creates a service; its index, HUH, CASH or FULL.
          export function newService(codeHash: usize, codeSize: u64, itemGas: u64, memoGas: u64, gratis: u64, wanted: u64): u64 {
            return hostCall6({{host:new}}, address(codeHash), codeSize, itemGas, memoGas, gratis, wanted);
          }
          // Replaces this service's code.
          export function upgrade(codeHash: usize, itemGas: u64, memoGas: u64): u64 {
            return hostCall3({{host:upgrade}}, address(codeHash), itemGas, memoGas);
          }
          // Sends balance, with a memo of 128 bytes.
          export function transfer(service: u64, amount: u64, gas: u64, memo: usize): u64 {
            return hostCall4({{host:transfer}}, service, amount, gas, address(memo));
          }
          // Removes a service that has given itself up.
          export function eject(service: u64, hash: usize): u64 { return hostCall2({{host:eject}}, service, address(hash)); }
          // The status of a preimage request, x y z: the result is their number + 2^32 x, detail() is y + 2^32 z; or NONE.
          export function query(hash: usize, length: u64): u64 { return hostCall2b({{host:query}}, address(hash), length); }
          // Requests a preimage.
          export function solicit(hash: usize, length: u64): u64 { return hostCall2({{host:solicit}}, address(hash), length); }
          // Withdraws a request.
          export function forget(hash: usize, length: u64): u64 { return hostCall2({{host:forget}}, address(hash), length); }
          // Sets the hash that the service yields.
          export function yieldHash(hash: usize): u64 { return hostCall1({{host:yield}}, address(hash)); }
          // Provides a preimage that a service has requested.
          export function provide(service: u64, data: usize, size: u64): u64 {
            return hostCall3({{host:provide}}, service, address(data), size);
          }
          // Logs a message (JIP-1).
          export function log(level: u64, target: string, message: string): void {
            const first = String.UTF8.encode(target);
            const second = String.UTF8.encode(message);
            hostCall5(
              {{host:log}}, level, address(changetype<usize>(first)), first.byteLength, address(changetype<usize>(second)), second.byteLength);
          }

          """#),
      File(
        path: "src/service.ts",
        text: #"""
          // {{name}}: a JAM service. A work item brings numbers of 8 bytes, little-endian. refine, off the chain, adds them up; accumulate, on
          // it, adds the sum to the total in the service's storage.
          import * as jam from "./jam";

          const SIZE: u64 = 4096;
          const buffer = memory.data(4096);
          const value = memory.data(8);
          const key = memory.data<u8>([0x74, 0x6f, 0x74, 0x61, 0x6c]); // "total"

          // Where natural reads.
          let at: usize = 0;

          // Reads a natural number in the protocol's variable length and moves behind it.
          function natural(): u64 {
            const first = <u32>load<u8>(at);
            let more: u32 = 0;
            while (more < 8 && (first & (0x80 >> more)) != 0) more++;
            let result: u64 = 0;
            for (let i: u32 = 0; i < more; i++) result |= <u64>load<u8>(at + 1 + i) << (8 * i);
            if (more < 8) result |= <u64>(first & (0x7f >> more)) << (8 * more);
            at += 1 + more;
            return result;
          }

          // Adds up the numbers of a work item.
          export function refine(args: usize, length: u32): u64 {
            at = args;
            natural(); // the core
            const size = jam.fetch(buffer, 0, SIZE, jam.PAYLOAD, natural(), 0);
            if (size > SIZE || size % 8 != 0) unreachable();
            let sum: u64 = 0;
            for (let i: u64 = 0; i < size; i += 8) sum += load<u64>(buffer + <usize>i);
            store<u64>(value, sum);
            return jam.output(value, 8);
          }

          // The sum that the input in the buffer brings: 0 for a transfer and for an item whose refine failed.
          function sumOfInput(): u64 {
            if (load<u8>(buffer) != 0) return 0;
            at = buffer + 129; // behind the kind and four hashes
            natural(); // gas
            if (load<u8>(at++) != 0) return 0;
            return natural() == 8 ? load<u64>(at) : 0;
          }

          // Adds what the inputs bring to the total.
          export function accumulate(args: usize, length: u32): u64 {
            at = args;
            natural(); // the timeslot
            natural(); // this service
            const count = natural();
            store<u64>(value, 0);
            jam.read(jam.SELF, key, 5, value, 0, 8);
            let total = load<u64>(value);
            for (let i: u64 = 0; i < count; i++) {
              if (jam.fetch(buffer, 0, SIZE, jam.INPUT, i, 0) > SIZE) unreachable();
              total += sumOfInput();
            }
            store<u64>(value, total);
            if (jam.write(key, 5, value, 8) == jam.FULL) unreachable();
            jam.log(jam.HELPFUL, "{{name}}", "total updated");
            return jam.output(value, 0);
          }

          """#),
    ])
}
