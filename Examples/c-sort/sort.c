// Sorts 32-bit numbers (heap sort): the argument bytes are the numbers, the output is them in order.
//
//   $ clang-19 --target=wasm32 -Os -nostdlib -Wl,--no-entry -o Examples/c-sort/sort.wasm Examples/c-sort/sort.c
//   $ wasm-pvm run Examples/c-sort/sort.wasm 0300000001000000020000000a00000000000000
//   exit: halt
//   output: 000000000100000002000000030000000a000000
//
// Any clang that has the WebAssembly target and wasm-ld does, for example the one in Swift's toolchain. The module is
// committed, so that the example runs without one.
#include <stdint.h>

// The export's name is what makes a function an entry point.
#define ENTRY(name) __attribute__((export_name(name)))

#define CAPACITY 4096

static uint32_t numbers[CAPACITY];

static void sift_down(uint32_t root, uint32_t end) {
  uint32_t value = numbers[root];
  for (uint32_t child; (child = 2 * root + 1) < end; root = child) {
    if (child + 1 < end && numbers[child + 1] > numbers[child]) child++;
    if (numbers[child] <= value) break;
    numbers[root] = numbers[child];
  }
  numbers[root] = value;
}

ENTRY("main") uint64_t sort(const uint32_t *arguments, uint32_t size) {
  uint32_t count = size / sizeof *numbers;
  if (count > CAPACITY) __builtin_trap();
  for (uint32_t i = 0; i < count; i++) numbers[i] = arguments[i];

  for (uint32_t root = count / 2; root-- > 0;) sift_down(root, count);
  for (uint32_t end = count; end-- > 1;) {
    uint32_t largest = numbers[0];
    numbers[0] = numbers[end];
    numbers[end] = largest;
    sift_down(0, end);
  }
  // Address and length of the output.
  return (uintptr_t)numbers | (uint64_t)(count * sizeof *numbers) << 32;
}
