extension ProjectTemplate {
  /// Rust.
  static let rust = ProjectTemplate(
    "rust", "Rust", needs: ["cargo", "wasm-ld"],
    install:
      "rustup from https://rustup.rs and rustup target add wasm32-unknown-unknown, or apt-get install "
      + "cargo libstd-rust-dev-wasm32; and apt-get install lld",
    commands: ["cargo build --release --quiet --target wasm32-unknown-unknown"],
    module: "target/wasm32-unknown-unknown/release/service.wasm",
    sources: ["src", "Cargo.toml", ".cargo/config.toml"], ignored: ["target"],
    files: [
      File(
        path: "Cargo.toml",
        text: """
          [package]
          name = "{{name}}"
          version = "0.1.0"
          edition = "2021"

          [lib]
          name = "service"
          crate-type = ["cdylib"]

          [profile.release]
          opt-level = "s"
          lto = true
          codegen-units = 1
          panic = "abort"
          debug = true

          """),
      File(
        path: ".cargo/config.toml",
        text: """
          # Debian's Rust has no linker for WebAssembly, and takes that of Debian's package lld only. That of rustup has one: then this may go, and wasm-ld in wasm-pvm.toml too.
          [target.wasm32-unknown-unknown]
          linker = "wasm-ld"

          """),
      File(
        path: "src/jam.rs",
        text: #"""
          //! The host calls of JAM (Gray Paper {{gray-paper}}) for services in Rust, compiled by wasm-pvm: a function for each, with its name. A
          //! function that copies a value writes at most as many bytes as `to` has, from `offset` on, and returns the value's whole length.
          #![allow(dead_code)]

          extern "C" {
              fn host_call_0(index: u64) -> u64;
              fn host_call_1(index: u64, a: u64) -> u64;
              fn host_call_2(index: u64, a: u64, b: u64) -> u64;
              fn host_call_2b(index: u64, a: u64, b: u64) -> u64;
              fn host_call_3(index: u64, a: u64, b: u64, c: u64) -> u64;
              fn host_call_4(index: u64, a: u64, b: u64, c: u64, d: u64) -> u64;
              fn host_call_5(index: u64, a: u64, b: u64, c: u64, d: u64, e: u64) -> u64;
              fn host_call_6(index: u64, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> u64;
              fn host_call_r8() -> u64;
              fn pvm_ptr(address: u64) -> u64;
          }

          /// Results that are no values.
          pub const OK: u64 = 0;
          /// There is no such value.
          pub const NONE: u64 = !0;
          /// There is no such host function here.
          pub const WHAT: u64 = !0 - 1;
          /// An inner machine's range is not accessible.
          pub const OOB: u64 = !0 - 2;
          /// There is no such service or machine.
          pub const WHO: u64 = !0 - 3;
          /// No room, or the balance does not suffice for it.
          pub const FULL: u64 = !0 - 4;
          /// There is no such core.
          pub const CORE: u64 = !0 - 5;
          /// The balance does not suffice.
          pub const CASH: u64 = !0 - 6;
          /// The gas is less than the receiver demands.
          pub const LOW: u64 = !0 - 7;
          /// Makes no sense, or is not allowed.
          pub const HUH: u64 = !0 - 8;

          /// This service, where a function wants one.
          pub const SELF: u64 = !0;

          /// What `fetch` can get, with its indices.
          pub enum Item {
              Constants,
              Entropy,
              Trace,
              /// Extrinsic of a work item (refine).
              Extrinsic { item: u64, index: u64 },
              OwnExtrinsic(u64),
              /// Imported segment of a work item (refine).
              Import { item: u64, index: u64 },
              OwnImport(u64),
              Package,
              Configuration,
              Token,
              Context,
              Summaries,
              Summary(u64),
              Payload(u64),
              /// All inputs (accumulate).
              Inputs,
              Input(u64),
          }

          /// The PVM address of an address of the program, which is what the host understands.
          fn address<T>(pointer: *const T) -> u64 {
              unsafe { pvm_ptr(pointer as usize as u64) }
          }

          fn at(bytes: &[u8]) -> u64 {
              address(bytes.as_ptr())
          }

          fn size(bytes: &[u8]) -> u64 {
              bytes.len() as u64
          }

          /// The length of a copied value, or nothing.
          fn length(result: u64) -> Option<usize> {
              if result == NONE { None } else { Some(result as usize) }
          }

          /// What an entry point returns: some bytes, which are read after it has returned.
          pub fn output(bytes: &'static [u8]) -> u64 {
              bytes.as_ptr() as usize as u64 | size(bytes) << 32
          }

          /// Gas left.
          pub fn gas() -> u64 {
              unsafe { host_call_0({{host:gas}}) }
          }

          /// Copies what the invocation is about.
          pub fn fetch(item: Item, offset: u64, to: &mut [u8]) -> Option<usize> {
              let (kind, i, j) = match item {
                  Item::Constants => (0, 0, 0),
                  Item::Entropy => (1, 0, 0),
                  Item::Trace => (2, 0, 0),
                  Item::Extrinsic { item, index } => (3, item, index),
                  Item::OwnExtrinsic(index) => (4, index, 0),
                  Item::Import { item, index } => (5, item, index),
                  Item::OwnImport(index) => (6, index, 0),
                  Item::Package => (7, 0, 0),
                  Item::Configuration => (8, 0, 0),
                  Item::Token => (9, 0, 0),
                  Item::Context => (10, 0, 0),
                  Item::Summaries => (11, 0, 0),
                  Item::Summary(item) => (12, item, 0),
                  Item::Payload(item) => (13, item, 0),
                  Item::Inputs => (14, 0, 0),
                  Item::Input(index) => (15, index, 0),
              };
              length(unsafe { host_call_6({{host:fetch}}, address(to.as_mut_ptr()), offset, size(to), kind, i, j) })
          }

          /// Copies a preimage (accumulate).
          pub fn lookup(service: u64, hash: &[u8; 32], offset: u64, to: &mut [u8]) -> Option<usize> {
              length(unsafe { host_call_5({{host:lookup}}, service, at(hash), address(to.as_mut_ptr()), offset, size(to)) })
          }

          /// Copies a storage value (accumulate).
          pub fn read(service: u64, key: &[u8], offset: u64, to: &mut [u8]) -> Option<usize> {
              length(unsafe { host_call_6({{host:read}}, service, at(key), size(key), address(to.as_mut_ptr()), offset, size(to)) })
          }

          /// Sets a storage value, or deletes it if it is empty; the old value's length, `NONE` or `FULL` (accumulate).
          pub fn write(key: &[u8], value: &[u8]) -> u64 {
              unsafe { host_call_4({{host:write}}, at(key), size(key), at(value), size(value)) }
          }

          /// Copies the 96 bytes about an account (accumulate).
          pub fn info(service: u64, offset: u64, to: &mut [u8]) -> Option<usize> {
              length(unsafe { host_call_4({{host:info}}, service, address(to.as_mut_ptr()), offset, size(to)) })
          }

          /// Copies a preimage as of the lookup anchor (refine).
          pub fn historical_lookup(service: u64, hash: &[u8; 32], offset: u64, to: &mut [u8]) -> Option<usize> {
              length(unsafe { host_call_5({{host:historical_lookup}}, service, at(hash), address(to.as_mut_ptr()), offset, size(to)) })
          }

          /// Exports a segment; its index or `FULL` (refine).
          pub fn export(data: &[u8]) -> u64 {
              unsafe { host_call_2({{host:export}}, at(data), size(data)) }
          }

          /// Creates an inner machine; its id or `HUH` (refine, as all of machine to expunge).
          pub fn machine(blob: &[u8], pc: u64) -> u64 {
              unsafe { host_call_3({{host:machine}}, at(blob), size(blob), pc) }
          }

          /// Copies from an inner machine.
          pub fn peek(machine: u64, from: u64, to: &mut [u8]) -> u64 {
              unsafe { host_call_4({{host:peek}}, machine, address(to.as_mut_ptr()), from, size(to)) }
          }

          /// Copies into an inner machine.
          pub fn poke(machine: u64, from: &[u8], to: u64) -> u64 {
              unsafe { host_call_4({{host:poke}}, machine, at(from), to, size(from)) }
          }

          /// Changes pages: mode 0 unmaps, 1 and 2 zero, 1 and 3 make read-only, 2 and 4 writable.
          pub fn pages(machine: u64, first: u64, count: u64, mode: u64) -> u64 {
              unsafe { host_call_4({{host:pages}}, machine, first, count, mode) }
          }

          /// Runs an inner machine. The block is gas and 13 registers, read and written back. 0 halted, 1 panicked, 2 a page faulted (the second
          /// number is its address), 3 a host call (its index), 4 out of gas, or `WHO`.
          pub fn invoke(machine: u64, block: &mut [u64; 14]) -> (u64, u64) {
              unsafe { (host_call_2b({{host:invoke}}, machine, address(block.as_mut_ptr())), host_call_r8()) }
          }

          /// Deletes an inner machine; its counter or `WHO`.
          pub fn expunge(machine: u64) -> u64 {
              unsafe { host_call_1({{host:expunge}}, machine) }
          }

          /// Sets the privileges (accumulate, as all that follows but `log`); `always` has 12 bytes for each service: its index and its gas.
          pub fn bless(manager: u64, assigners: &[u32], delegator: u64, registrar: u64, always: &[u8]) -> u64 {
              let count = size(always) / 12;
              unsafe { host_call_6({{host:bless}}, manager, address(assigners.as_ptr()), delegator, registrar, at(always), count) }
          }

          /// Sets a core's authorizer queue, and who may set it next.
          pub fn assign(core: u64, queue: &[u8], assigner: u64) -> u64 {
              unsafe { host_call_3({{host:assign}}, core, at(queue), assigner) }
          }

          /// Sets the validators' keys.
          pub fn designate(keys: &[u8]) -> u64 {
              unsafe { host_call_1({{host:designate}}, at(keys)) }
          }

          /// Keeps the effects so far, whatever comes; gas left.
          pub fn checkpoint() -> u64 {
              unsafe { host_call_0({{host:checkpoint}}) }
          }

          /// Creates a service; its index, `HUH`, `CASH` or `FULL`.
          pub fn new(code_hash: &[u8; 32], code_size: u64, item_gas: u64, memo_gas: u64, gratis: u64, wanted: u64) -> u64 {
              unsafe { host_call_6({{host:new}}, at(code_hash), code_size, item_gas, memo_gas, gratis, wanted) }
          }

          /// Replaces this service's code.
          pub fn upgrade(code_hash: &[u8; 32], item_gas: u64, memo_gas: u64) -> u64 {
              unsafe { host_call_3({{host:upgrade}}, at(code_hash), item_gas, memo_gas) }
          }

          /// Sends balance.
          pub fn transfer(service: u64, amount: u64, gas: u64, memo: &[u8; 128]) -> u64 {
              unsafe { host_call_4({{host:transfer}}, service, amount, gas, at(memo)) }
          }

          /// Removes a service that has given itself up.
          pub fn eject(service: u64, hash: &[u8; 32]) -> u64 {
              unsafe { host_call_2({{host:eject}}, service, at(hash)) }
          }

          /// The status of a preimage request, x y z: their number + 2^32 x, and y + 2^32 z; or `NONE`.
          pub fn query(hash: &[u8; 32], length: u64) -> (u64, u64) {
              unsafe { (host_call_2b({{host:query}}, at(hash), length), host_call_r8()) }
          }

          /// Requests a preimage.
          pub fn solicit(hash: &[u8; 32], length: u64) -> u64 {
              unsafe { host_call_2({{host:solicit}}, at(hash), length) }
          }

          /// Withdraws a request.
          pub fn forget(hash: &[u8; 32], length: u64) -> u64 {
              unsafe { host_call_2({{host:forget}}, at(hash), length) }
          }

          /// Sets the hash that the service yields.
          pub fn yield_hash(hash: &[u8; 32]) -> u64 {
              unsafe { host_call_1({{host:yield}}, at(hash)) }
          }

          /// Provides a preimage that a service has requested.
          pub fn provide(service: u64, data: &[u8]) -> u64 {
              unsafe { host_call_3({{host:provide}}, service, at(data), size(data)) }
          }

          /// How important a message is.
          pub enum Level {
              Fatal,
              Warning,
              Important,
              Helpful,
              Pedantic,
          }

          /// Logs a message (JIP-1).
          pub fn log(level: Level, target: &str, message: &str) {
              let (target, message) = (target.as_bytes(), message.as_bytes());
              unsafe { host_call_5({{host:log}}, level as u64, at(target), size(target), at(message), size(message)) };
          }

          """#),
      File(
        path: "src/lib.rs",
        text: #"""
          //! {{name}}: a JAM service. A work item brings numbers of 8 bytes, little-endian. refine, off the chain, adds them up; accumulate, on
          //! it, adds the sum to the total in the service's storage.
          #![no_std]

          mod jam;

          #[panic_handler]
          fn panic(_: &core::panic::PanicInfo) -> ! {
              core::arch::wasm32::unreachable()
          }

          /// Reads from left to right what the protocol encodes.
          struct Reader<'a>(&'a [u8]);

          impl<'a> Reader<'a> {
              /// Takes so many bytes.
              fn take(&mut self, count: usize) -> &'a [u8] {
                  let (taken, rest) = self.0.split_at(count);
                  self.0 = rest;
                  taken
              }

              /// Takes a little-endian number of so many bytes.
              fn number(&mut self, count: usize) -> u64 {
                  self.take(count).iter().rev().fold(0, |value, byte| value << 8 | *byte as u64)
              }

              /// Takes a natural number in the protocol's variable length.
              fn natural(&mut self) -> u64 {
                  let first = self.number(1) as u8;
                  let more = first.leading_ones() as usize;
                  let low = self.number(more);
                  if more < 8 { low | ((first & 0x7f >> more) as u64) << (8 * more) } else { low }
              }
          }

          /// Fetches something and reads it.
          fn fetch(item: jam::Item) -> Reader<'static> {
              static mut BUFFER: [u8; 4096] = [0; 4096];
              // There is one thread, and what was fetched before is not read any more.
              let buffer = unsafe { &mut *core::ptr::addr_of_mut!(BUFFER) };
              match jam::fetch(item, 0, buffer) {
                  Some(size) if size <= buffer.len() => Reader(&buffer[..size]),
                  _ => core::arch::wasm32::unreachable(),
              }
          }

          /// Adds up the numbers of a work item.
          ///
          /// # Safety
          /// The arguments are `length` bytes.
          #[no_mangle]
          pub unsafe extern "C" fn refine(arguments: *const u8, length: usize) -> u64 {
              let mut reader = Reader(core::slice::from_raw_parts(arguments, length));
              reader.natural(); // the core
              let mut payload = fetch(jam::Item::Payload(reader.natural()));
              let mut sum: u64 = 0;
              while !payload.0.is_empty() {
                  sum = sum.wrapping_add(payload.number(8));
              }
              static mut OUTPUT: [u8; 8] = [0; 8];
              OUTPUT = sum.to_le_bytes();
              jam::output(&*core::ptr::addr_of!(OUTPUT))
          }

          /// The sum that an input brings: 0 for a transfer and for an item whose refine failed.
          fn sum_of(mut input: Reader) -> u64 {
              if input.number(1) != 0 {
                  return 0;
              }
              input.take(4 * 32); // hashes
              input.natural(); // gas
              if input.number(1) != 0 || input.natural() != 8 {
                  return 0;
              }
              input.number(8)
          }

          /// Adds what the inputs bring to the total.
          ///
          /// # Safety
          /// The arguments are `length` bytes.
          #[no_mangle]
          pub unsafe extern "C" fn accumulate(arguments: *const u8, length: usize) -> u64 {
              let mut reader = Reader(core::slice::from_raw_parts(arguments, length));
              reader.natural(); // the timeslot
              reader.natural(); // this service
              let count = reader.natural();
              let key = b"total";
              let mut value = [0; 8];
              jam::read(jam::SELF, key, 0, &mut value);
              let mut total = u64::from_le_bytes(value);
              for index in 0..count {
                  total = total.wrapping_add(sum_of(fetch(jam::Item::Input(index))));
              }
              if jam::write(key, &total.to_le_bytes()) == jam::FULL {
                  core::arch::wasm32::unreachable()
              }
              jam::log(jam::Level::Helpful, "{{name}}", "total updated");
              jam::output(&[])
          }

          """#),
    ])
}
