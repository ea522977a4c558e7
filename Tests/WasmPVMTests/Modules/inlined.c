// Functions that the source's compiler leaves alone and ours inlines. Rebuild:
//
//   clang-19 --target=wasm32 -Os -g -nostdlib -Wl,--no-entry -fdebug-compilation-dir=/src -o inlined.wasm inlined.c
//
#include <stdint.h>

#define ENTRY(name) __attribute__((export_name(name)))

static uint32_t result;

__attribute__((noinline)) static uint32_t once(uint32_t value) {
  return (value ^ value >> 13) * 0x5bd1e995;
}

__attribute__((noinline)) static uint32_t twice(uint32_t value) {
  return once(value) + 1;
}

ENTRY("main") uint64_t start(const uint32_t *arguments, uint32_t size) {
  result = twice(size > 3 ? arguments[0] : size);
  return (uint64_t)4 << 32 | (uint32_t)(uintptr_t)&result;
}
