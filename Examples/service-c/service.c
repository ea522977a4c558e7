// A JAM service in C: counters with names. A work item's payload is a list of updates, each a length (1 to 32), a name and a number
// of 8 bytes to add; numbers are little-endian. refine checks it and returns a digest: 8 bytes of checksum, then the payload.
// accumulate adds everything up in storage, deletes what has become 0, counts transfers and failed items, logs, and yields a hash.
//
//   $ clang-19 --target=wasm32 -Os -nostdlib -Wl,--no-entry -o Examples/service-c/service.wasm Examples/service-c/service.c
//   $ wasm-pvm run Examples/service-c/service.wasm --entry refine --host Examples/service-c/state.json
//   exit: halt
//   output: 3064846390167d3e056170706c65050000000000000003666967ffffffffffffffff
//   $ wasm-pvm run Examples/service-c/service.wasm --entry accumulate --host Examples/service-c/state.json
//   [helpful] counter: accumulated
//   exit: halt
//   service 42: storage 6170706c65: none -> 0500000000000000
//   service 42: storage 666967: 0100000000000000 -> none
//
// Docs/Services.md describes the state file. The same service in Swift and in WebAssembly text is beside it.
#include "jam.h"

#define PRIME 0x100000001b3ull
#define BASIS 0xcbf29ce484222325ull
#define MAX_NAME 32

static uint8_t buffer[16384];

// FNV-1a of some bytes, going on from a state.
static uint64_t checksum(uint64_t state, const uint8_t *bytes, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) state = (state ^ bytes[i]) * PRIME;
  return state;
}

static uint64_t load(const uint8_t *from) {
  uint64_t value;
  __builtin_memcpy(&value, from, 8);
  return value;
}

static void store(uint8_t *to, uint64_t value) { __builtin_memcpy(to, &value, 8); }

// Reads a natural number in the protocol's variable length and moves behind it.
static uint64_t natural(const uint8_t **from) {
  const uint8_t *bytes = *from;
  uint32_t first = bytes[0], more = 0;
  while (more < 8 && first & 0x80u >> more) more++;
  uint64_t value = 0;
  for (uint32_t i = 0; i < more; i++) value |= (uint64_t)bytes[1 + i] << 8 * i;
  if (more < 8) value |= (uint64_t)(first & 0x7fu >> more) << 8 * more;
  *from = bytes + 1 + more;
  return value;
}

// The size of the update at `bytes`, of which `left` are there; 0 if it is malformed.
static uint32_t update_size(const uint8_t *bytes, uint32_t left) {
  uint32_t name = bytes[0];
  return name == 0 || name > MAX_NAME || left < name + 9 ? 0 : name + 9;
}

JAM_ENTRY(refine) uint64_t refine(const uint8_t *arguments, uint32_t size) {
  (void)size;
  natural(&arguments);  // the core
  uint64_t item = natural(&arguments);
  uint8_t *payload = buffer + 8;
  uint64_t length = jam_fetch(payload, 0, sizeof buffer - 8, JAM_PAYLOAD, item, 0);
  if (length > sizeof buffer - 8) __builtin_trap();
  for (uint32_t at = 0, next; at < length; at += next) {
    next = update_size(payload + at, (uint32_t)length - at);
    if (next == 0) __builtin_trap();
  }
  store(buffer, checksum(BASIS, payload, (uint32_t)length));
  return jam_output(buffer, (uint32_t)length + 8);
}

// What has been written in this block.
static uint64_t written;

// Adds to a counter.
static void add(const uint8_t *name, uint32_t size, uint64_t amount) {
  uint8_t value[8] = {0};
  jam_read(JAM_SELF, name, size, value, 0, 8);
  uint64_t sum = load(value) + amount;
  store(value, sum);
  if (jam_write(name, size, value, sum == 0 ? 0 : 8) == JAM_FULL) __builtin_trap();
  written = checksum(checksum(written, name, size), value, 8);
}

static const char target[] = "counter", message[] = "accumulated";
static const uint8_t transfers[] = "transfers", failures[] = "failures";

// Takes a work result or a transfer, `size` bytes.
static void take(const uint8_t *input, uint32_t size) {
  if (input[0] == 1) {
    add(transfers, sizeof transfers - 1, load(input + 9));
    return;
  }
  const uint8_t *end = input + size;
  input += 129;  // the tag and four hashes
  natural(&input);  // gas
  if (*input++ != 0) {
    add(failures, sizeof failures - 1, 1);
    return;
  }
  uint32_t length = (uint32_t)natural(&input);
  if (length < 8 || length > (uint32_t)(end - input)) __builtin_trap();
  const uint8_t *updates = input + 8;
  length -= 8;
  if (load(input) != checksum(BASIS, updates, length)) __builtin_trap();
  for (uint32_t at = 0, next; at < length; at += next) {
    next = update_size(updates + at, length - at);
    if (next == 0) __builtin_trap();
    add(updates + at + 1, next - 9, load(updates + at + next - 8));
  }
}

JAM_ENTRY(accumulate) uint64_t accumulate(const uint8_t *arguments, uint32_t size) {
  (void)size;
  natural(&arguments);  // the timeslot
  natural(&arguments);  // this service
  uint64_t count = natural(&arguments);
  written = BASIS;
  for (uint64_t i = 0; i < count; i++) {
    uint64_t length = jam_fetch(buffer, 0, sizeof buffer, JAM_INPUT, i, 0);
    if (length > sizeof buffer) __builtin_trap();
    take(buffer, (uint32_t)length);
  }
  jam_log(JAM_HELPFUL, target, sizeof target - 1, message, sizeof message - 1);
  uint8_t hash[32];
  for (uint32_t i = 0; i < 4; i++) {
    store(hash + 8 * i, written);
    written = (written ^ i) * PRIME;
  }
  jam_yield(hash);
  return jam_output(buffer, 0);
}
