extension ProjectTemplate {
  /// The host calls for C and C++, the same as `Examples/service-c/jam.h`.
  static let jamHeader = File(
    path: "src/jam.h",
    text: #"""
      // The host calls of JAM (Gray Paper {{gray-paper}}) for services in C, compiled by wasm-pvm. One function per host function, with its
      // name; results are those of the protocol: the constants below, or what the comment says. Pointers are the program's own.
      #ifndef JAM_H
      #define JAM_H
      #include <stdint.h>

      // Results that are no values.
      #define JAM_OK 0ull
      #define JAM_NONE (~0ull)       // there is no such value
      #define JAM_WHAT (~0ull - 1)   // there is no such host function here
      #define JAM_OOB (~0ull - 2)    // an inner machine's range is not accessible
      #define JAM_WHO (~0ull - 3)    // there is no such service or machine
      #define JAM_FULL (~0ull - 4)   // no room, or the balance does not suffice for it
      #define JAM_CORE (~0ull - 5)   // there is no such core
      #define JAM_CASH (~0ull - 6)   // the balance does not suffice
      #define JAM_LOW (~0ull - 7)    // the gas is less than the receiver demands
      #define JAM_HUH (~0ull - 8)    // makes no sense, or is not allowed

      // This service, where a function wants one.
      #define JAM_SELF (~0ull)

      // What fetch can get. The index arguments are i and j.
      enum jam_fetch_kind {
        JAM_CONSTANTS = 0,         // the protocol's constants, 134 bytes
        JAM_ENTROPY = 1,           // 32 bytes; zeros in refine
        JAM_TRACE = 2,             // what is_authorized returned (refine)
        JAM_EXTRINSIC_OF = 3,      // extrinsic j of item i (refine)
        JAM_EXTRINSIC = 4,         // extrinsic i of this item (refine)
        JAM_IMPORT_OF = 5,         // imported segment j of item i (refine)
        JAM_IMPORT = 6,            // imported segment i of this item (refine)
        JAM_PACKAGE = 7,           // the encoded package (refine, is_authorized), and so on up to 13
        JAM_CONFIGURATION = 8,     // the authorizer's configuration
        JAM_TOKEN = 9,             // the authorization token
        JAM_CONTEXT = 10,          // the encoded refinement context
        JAM_ITEMS = 11,            // all item summaries
        JAM_ITEM = 12,             // the summary of item i
        JAM_PAYLOAD = 13,          // the payload of item i
        JAM_INPUTS = 14,           // all inputs (accumulate)
        JAM_INPUT = 15,            // input i (accumulate)
      };

      // Log levels.
      enum jam_level { JAM_FATAL, JAM_WARNING, JAM_IMPORTANT, JAM_HELPFUL, JAM_PEDANTIC };

      // An entry point: refine, accumulate or is_authorized. It returns jam_output(address, length).
      #define JAM_ENTRY(name) __attribute__((export_name(#name)))

      static inline uint64_t jam_output(const void *address, uint32_t length) {
        return (uintptr_t)address | (uint64_t)length << 32;
      }

      #define JAM_IMPORT_FUNCTION(name) __attribute__((import_module("env"), import_name(#name)))
      JAM_IMPORT_FUNCTION(host_call_0) uint64_t host_call_0(uint64_t);
      JAM_IMPORT_FUNCTION(host_call_1) uint64_t host_call_1(uint64_t, uint64_t);
      JAM_IMPORT_FUNCTION(host_call_2) uint64_t host_call_2(uint64_t, uint64_t, uint64_t);
      JAM_IMPORT_FUNCTION(host_call_2b) uint64_t host_call_2b(uint64_t, uint64_t, uint64_t);
      JAM_IMPORT_FUNCTION(host_call_3) uint64_t host_call_3(uint64_t, uint64_t, uint64_t, uint64_t);
      JAM_IMPORT_FUNCTION(host_call_4) uint64_t host_call_4(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);
      JAM_IMPORT_FUNCTION(host_call_5) uint64_t host_call_5(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);
      JAM_IMPORT_FUNCTION(host_call_6) uint64_t host_call_6(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);
      JAM_IMPORT_FUNCTION(host_call_r8) uint64_t host_call_r8(void);
      JAM_IMPORT_FUNCTION(pvm_ptr) uint64_t jam_pvm_ptr(uint64_t);

      // The PVM address of an address of the program, which is what the host understands.
      static inline uint64_t jam_address(const void *pointer) { return jam_pvm_ptr((uintptr_t)pointer); }

      // The functions that copy a value (fetch, lookup, read, info, historical_lookup) write at most `size` bytes from `offset` on and
      // return the value's whole length, or JAM_NONE.

      // Gas left.
      static inline uint64_t jam_gas(void) { return host_call_0({{host:gas}}); }
      // Copies what the invocation is about.
      static inline uint64_t jam_fetch(void *to, uint64_t offset, uint64_t size, enum jam_fetch_kind kind, uint64_t i, uint64_t j) {
        return host_call_6({{host:fetch}}, jam_address(to), offset, size, kind, i, j);
      }
      // Copies a preimage (accumulate).
      static inline uint64_t jam_lookup(uint64_t service, const void *hash, void *to, uint64_t offset, uint64_t size) {
        return host_call_5({{host:lookup}}, service, jam_address(hash), jam_address(to), offset, size);
      }
      // Copies a storage value (accumulate).
      static inline uint64_t jam_read(uint64_t service, const void *key, uint64_t key_size, void *to, uint64_t offset, uint64_t size) {
        return host_call_6({{host:read}}, service, jam_address(key), key_size, jam_address(to), offset, size);
      }
      // Sets a storage value, or deletes it if it is empty; the old value's length, JAM_NONE or JAM_FULL (accumulate).
      static inline uint64_t jam_write(const void *key, uint64_t key_size, const void *value, uint64_t size) {
        return host_call_4({{host:write}}, jam_address(key), key_size, jam_address(value), size);
      }
      // Copies the 96 bytes about an account (accumulate).
      static inline uint64_t jam_info(uint64_t service, void *to, uint64_t offset, uint64_t size) {
        return host_call_4({{host:info}}, service, jam_address(to), offset, size);
      }
      // Copies a preimage as of the lookup anchor (refine).
      static inline uint64_t jam_historical_lookup(uint64_t service, const void *hash, void *to, uint64_t offset, uint64_t size) {
        return host_call_5({{host:historical_lookup}}, service, jam_address(hash), jam_address(to), offset, size);
      }
      // Exports a segment; its index or JAM_FULL (refine).
      static inline uint64_t jam_export(const void *data, uint64_t size) { return host_call_2({{host:export}}, jam_address(data), size); }
      // Creates an inner machine; its id or JAM_HUH (refine, as all of machine to expunge).
      static inline uint64_t jam_machine(const void *blob, uint64_t size, uint64_t pc) {
        return host_call_3({{host:machine}}, jam_address(blob), size, pc);
      }
      // Copies from an inner machine.
      static inline uint64_t jam_peek(uint64_t machine, void *to, uint64_t from, uint64_t size) {
        return host_call_4({{host:peek}}, machine, jam_address(to), from, size);
      }
      // Copies into an inner machine.
      static inline uint64_t jam_poke(uint64_t machine, const void *from, uint64_t to, uint64_t size) {
        return host_call_4({{host:poke}}, machine, jam_address(from), to, size);
      }
      // Changes pages: mode 0 unmaps, 1 and 2 zero, 1 and 3 make read-only, 2 and 4 writable.
      static inline uint64_t jam_pages(uint64_t machine, uint64_t first, uint64_t count, uint64_t mode) {
        return host_call_4({{host:pages}}, machine, first, count, mode);
      }
      // Runs an inner machine. The block is gas and 13 registers, read and written back. 0 halted, 1 panicked, 2 a page faulted
      // (*detail: its address), 3 a host call (*detail: its index), 4 out of gas, or JAM_WHO.
      static inline uint64_t jam_invoke(uint64_t machine, uint64_t block[14], uint64_t *detail) {
        uint64_t result = host_call_2b({{host:invoke}}, machine, jam_address(block));
        *detail = host_call_r8();
        return result;
      }
      // Deletes an inner machine; its counter or JAM_WHO.
      static inline uint64_t jam_expunge(uint64_t machine) { return host_call_1({{host:expunge}}, machine); }
      // Sets the privileges (accumulate, as all that follows but log).
      static inline uint64_t jam_bless(uint64_t manager, const uint32_t *assigners, uint64_t delegator, uint64_t registrar, const void *always, uint64_t count) {
        return host_call_6({{host:bless}}, manager, jam_address(assigners), delegator, registrar, jam_address(always), count);
      }
      // Sets a core's authorizer queue, and who may set it next.
      static inline uint64_t jam_assign(uint64_t core, const void *queue, uint64_t assigner) {
        return host_call_3({{host:assign}}, core, jam_address(queue), assigner);
      }
      // Sets the validators' keys.
      static inline uint64_t jam_designate(const void *keys) { return host_call_1({{host:designate}}, jam_address(keys)); }
      // Keeps the effects so far, whatever comes; gas left.
      static inline uint64_t jam_checkpoint(void) { return host_call_0({{host:checkpoint}}); }
      // Creates a service; its index, JAM_HUH, JAM_CASH or JAM_FULL.
      static inline uint64_t jam_new(const void *code_hash, uint64_t code_size, uint64_t item_gas, uint64_t memo_gas, uint64_t gratis, uint64_t wanted) {
        return host_call_6({{host:new}}, jam_address(code_hash), code_size, item_gas, memo_gas, gratis, wanted);
      }
      // Replaces this service's code.
      static inline uint64_t jam_upgrade(const void *code_hash, uint64_t item_gas, uint64_t memo_gas) {
        return host_call_3({{host:upgrade}}, jam_address(code_hash), item_gas, memo_gas);
      }
      // Sends balance, with a memo of 128 bytes.
      static inline uint64_t jam_transfer(uint64_t service, uint64_t amount, uint64_t gas, const void *memo) {
        return host_call_4({{host:transfer}}, service, amount, gas, jam_address(memo));
      }
      // Removes a service that has given itself up.
      static inline uint64_t jam_eject(uint64_t service, const void *hash) { return host_call_2({{host:eject}}, service, jam_address(hash)); }
      // The status of a preimage request, x y z: the result is their number + 2^32 x, *more is y + 2^32 z; or JAM_NONE.
      static inline uint64_t jam_query(const void *hash, uint64_t length, uint64_t *more) {
        uint64_t result = host_call_2b({{host:query}}, jam_address(hash), length);
        *more = host_call_r8();
        return result;
      }
      // Requests a preimage.
      static inline uint64_t jam_solicit(const void *hash, uint64_t length) { return host_call_2({{host:solicit}}, jam_address(hash), length); }
      // Withdraws a request.
      static inline uint64_t jam_forget(const void *hash, uint64_t length) { return host_call_2({{host:forget}}, jam_address(hash), length); }
      // Sets the hash that the service yields.
      static inline uint64_t jam_yield(const void *hash) { return host_call_1({{host:yield}}, jam_address(hash)); }
      // Provides a preimage that a service has requested.
      static inline uint64_t jam_provide(uint64_t service, const void *data, uint64_t size) {
        return host_call_3({{host:provide}}, service, jam_address(data), size);
      }
      // Logs a message (JIP-1).
      static inline void jam_log(enum jam_level level, const char *target, uint32_t target_size, const char *text, uint32_t size) {
        host_call_5({{host:log}}, level, target_size ? jam_address(target) : 0, target_size, jam_address(text), size);
      }
      #endif

      """#)
}
