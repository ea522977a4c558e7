// A program to debug: it has a bug. The result should be the mean of some 32-bit numbers; for 2, 4 and 9 it is 5, not 2.
//
//   $ clang-19 --target=wasm32 -O0 -g -nostdlib -Wl,--no-entry -fdebug-compilation-dir=Examples/debug-c -o Examples/debug-c/average.wasm Examples/debug-c/average.c
//   $ wasm-pvm run Examples/debug-c/average.wasm 020000000400000009000000 --opt 0
//   output: 02000000
//   $ wasm-pvm debug Examples/debug-c/average.wasm 020000000400000009000000 --opt 0 < Examples/debug-c/session.txt
//   (pvm) print list
//   {sum = 2, count = 2}
//   (pvm) print list
//   {sum = 6, count = 3}
//   (pvm) watch list.sum
//   (pvm) goto end
//   the program halted; output: 02000000
//   (pvm) reverse-continue
//   (pvm) print index
//   1
//
// Each number is counted, but the last one is not added: the sum was written last for index 1 of 0 to 2. In VS Code: README.md.
#include <stdint.h>

typedef struct {
  int64_t sum;
  int32_t count;
} list;

static int32_t mean;

static void add(list *list, const int32_t *numbers, int32_t count) {
  for (int32_t index = 0; index < count; index++) {
    list->count++;
    if (index + 1 < count) list->sum += numbers[index];
  }
}

__attribute__((export_name("main"))) uint64_t average(const int32_t *arguments, uint32_t size) {
  list list = {0, 0};
  add(&list, arguments, (int32_t)(size / sizeof *arguments));
  mean = list.count ? (int32_t)(list.sum / list.count) : 0;
  return (uint64_t)sizeof mean << 32 | (uintptr_t)&mean;
}
