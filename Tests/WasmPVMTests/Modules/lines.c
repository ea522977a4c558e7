// A module with debug information whose lines the tests know. Rebuild:
//
//   clang-19 --target=wasm32 -O1 -g -nostdlib -Wl,--no-entry -fdebug-compilation-dir=/src -o lines.wasm lines.c
//
#include <stdint.h>

#define ENTRY(name) __attribute__((export_name(name)))

static uint32_t table[64];

// Inlined by the source's compiler.
static inline __attribute__((always_inline)) uint32_t mix(uint32_t value) {
  value ^= value >> 16;
  value *= 0x7feb352d;
  return value ^ value >> 15;
}

// A function of its own in the module.
__attribute__((noinline)) static uint32_t sum(const uint32_t *values, uint32_t count) {
  uint32_t total = 0;
  for (uint32_t i = 0; i < count; i++) total += mix(values[i]);
  return total;
}

__attribute__((noinline)) static void fill(uint32_t seed) {
  for (uint32_t i = 0; i < 64; i++) {
    seed = mix(seed + i);
    table[i] = seed;
  }
}

ENTRY("main") uint64_t start(const uint32_t *arguments, uint32_t size) {
  fill(size);
  table[0] = sum(table, 64) + sum(arguments, size / 4);
  return (uint64_t)4 << 32 | (uint32_t)(uintptr_t)table;
}
