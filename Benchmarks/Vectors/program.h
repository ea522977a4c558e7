// What the programs here have in common: each is compiled with and without -msimd128, and does to its
// argument bytes what its name says.
#ifndef PROGRAM_H
#define PROGRAM_H
#include <stddef.h>
#include <stdint.h>
#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

// The result of an entry point: where it is and how many bytes it has.
static inline uint64_t result(const void *start, uint32_t count) {
  return (uint64_t)count << 32 | (uint32_t)(uintptr_t)start;
}

// An entry point: argument bytes in, result out.
#define ENTRY __attribute__((export_name("main"))) uint64_t entry(const uint8_t *input, uint32_t count)

#endif
