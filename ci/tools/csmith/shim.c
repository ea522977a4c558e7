// Wraps a csmith program, named by the macro PROGRAM, into a module of our own: `main` takes no
// arguments and returns the program's checksum, four bytes.
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The compiler must not turn the loops of these functions into calls of themselves.
#define PLAIN __attribute__((no_builtin))

PLAIN void *memcpy(void *restrict target, const void *restrict source, size_t size) {
  unsigned char *to = target;
  const unsigned char *from = source;
  for (size_t i = 0; i < size; i++) to[i] = from[i];
  return target;
}

PLAIN void *memmove(void *target, const void *source, size_t size) {
  unsigned char *to = target;
  const unsigned char *from = source;
  if (to < from) {
    for (size_t i = 0; i < size; i++) to[i] = from[i];
  } else {
    for (size_t i = size; i > 0; i--) to[i - 1] = from[i - 1];
  }
  return target;
}

PLAIN void *memset(void *target, int value, size_t size) {
  unsigned char *to = target;
  for (size_t i = 0; i < size; i++) to[i] = (unsigned char)value;
  return target;
}

PLAIN int memcmp(const void *first, const void *second, size_t size) {
  const unsigned char *a = first, *b = second;
  for (size_t i = 0; i < size; i++) {
    if (a[i] != b[i]) return a[i] - b[i];
  }
  return 0;
}

PLAIN int strcmp(const char *first, const char *second) {
  const unsigned char *a = (const unsigned char *)first, *b = (const unsigned char *)second;
  for (; *a && *a == *b; a++, b++) {}
  return *a - *b;
}

static uint32_t checksum;

// csmith's runtime ends with printf("checksum = %X\n", crc); nothing else is printed.
int printf(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  if (memcmp(format, "checksum", 8) == 0) checksum = va_arg(arguments, unsigned);
  va_end(arguments);
  return 0;
}

#define main csmith_main
#include PROGRAM
#undef main

__attribute__((export_name("main"))) uint64_t entry(const void *arguments, uint32_t size) {
  (void)arguments;
  (void)size;
  csmith_main();
  return (uintptr_t)&checksum | (uint64_t)sizeof checksum << 32;
}
