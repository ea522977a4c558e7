// What compilers import by convention from hosts that have JavaScript: AssemblyScript's and Emscripten's functions, as far
// as they mean something on the PVM. Which import means which function says Sources/Adapters/ConventionalImport.swift.
// docs: Docs/Imports.md
#include "host.h"

#define FUNCTION(name) EXPORT("pvm-host." #name)

// MARK: Text for the log

// The text in the making is the unfinished line of the log; standard error of a WASI program shares it.
static u32 length_of_line(void) { return (u32)word(LINE_LENGTH); }

static void put(u32 byte) {
  u32 length = length_of_line();
  if (length == LINE_CAPACITY) return;
  store_byte(region() + LINE + length, byte);
  set_word(LINE_LENGTH, length + 1);
}

// Puts up to eight characters, as TEXT8 makes them.
static void put_text(u64 text) {
  for (; text != 0; text >>= 8) put((u32)(text & 0xFF));
}

static void put_number(u64 number) {
  u64 power = 1;
  while (number / power >= 10) power *= 10;
  for (; power != 0; power /= 10) put('0' + (u32)(number / power % 10));
}

static void put_signed(i64 number) {
  if (number < 0) put('-');
  put_number(number < 0 ? 0 - (u64)number : (u64)number);
}

// Puts a character in UTF-8.
static void put_character(u32 code) {
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// Puts a string of AssemblyScript: UTF-16, with its size in bytes in front. Null is nothing.
static void put_string(const uint16_t *text) {
  if (text == 0) return;
  u32 count = ((const u32 *)text)[-1] / 2;
  for (u32 i = 0; i < count && length_of_line() < LINE_CAPACITY; i++) {
    u32 code = text[i];
    if ((code & 0xFC00) == 0xD800 && i + 1 < count && (text[i + 1] & 0xFC00) == 0xDC00)
      code = 0x10000 + ((code & 0x3FF) << 10) + (text[++i] & 0x3FF);
    put_character(code);
  }
}

// Puts a string of C.
static void put_c_string(const u8 *text) {
  if (text == 0) return;
  for (; *text != 0 && length_of_line() < LINE_CAPACITY; text++) put(*text);
}

// Writes the line to the log. The target is up to eight characters.
static void end_line(u32 level, u64 target) {
  u32 base = region();
  u32 count = 0;
  for (u64 rest = target; rest != 0; rest >>= 8) count++;
  store(base + TEXT, target);
  write_log(level, base + TEXT, count, base + LINE, length_of_line());
  set_word(LINE_LENGTH, 0);
}

#define LEVEL_WARNING 1
#define LEVEL_HELPFUL 3
#define TARGET_ABORT TEXT8('a', 'b', 'o', 'r', 't', 0, 0, 0)
#define TARGET_TRACE TEXT8('t', 'r', 'a', 'c', 'e', 0, 0, 0)
#define TARGET_CONSOLE TEXT8('c', 'o', 'n', 's', 'o', 'l', 'e', 0)

// MARK: AssemblyScript

FUNCTION(as_abort) _Noreturn void as_abort(const uint16_t *message, const uint16_t *file, u32 line, u32 column) {
  put_string(message);
  put_text(TEXT8(' ', 'a', 't', ' ', 0, 0, 0, 0));
  put_string(file);
  put(':');
  put_number(line);
  put(':');
  put_number(column);
  end_line(LEVEL_FATAL, TARGET_ABORT);
  __builtin_trap();
}

// A number as JavaScript would show it, if it is an integer below 2^53, else its bits.
static void put_float(double number) {
  if (number > -9007199254740992.0 && number < 9007199254740992.0 && (double)(i64)number == number) {
    put_signed((i64)number);
    return;
  }
  union { double number; u64 bits; } value = {number};
  put_text(TEXT8('f', '6', '4', ':', '0', 'x', 0, 0));
  for (u32 shift = 64; shift > 0; shift -= 4) {
    u32 digit = (u32)(value.bits >> (shift - 4) & 15);
    put(digit < 10 ? '0' + digit : 'a' + digit - 10);
  }
}

FUNCTION(as_trace)
void as_trace(const uint16_t *message, u32 count, double a, double b, double c, double d, double e) {
  put_string(message);
  for (u32 i = 0; i < count && i < 5; i++) {
    put(' ');
    put_float(i == 0 ? a : i == 1 ? b : i == 2 ? c : i == 3 ? d : e);
  }
  end_line(LEVEL_HELPFUL, TARGET_TRACE);
}

static void console(u32 level, const uint16_t *text) {
  put_string(text);
  end_line(level, TARGET_CONSOLE);
}

FUNCTION(console_log) void console_log(const uint16_t *text) { console(LEVEL_HELPFUL, text); }
FUNCTION(console_warn) void console_warn(const uint16_t *text) { console(LEVEL_WARNING, text); }
FUNCTION(console_error) void console_error(const uint16_t *text) { console(LEVEL_FATAL, text); }
FUNCTION(console_assert) void console_assert(u32 condition, const uint16_t *text) {
  if (!condition) console(LEVEL_FATAL, text);
}

// MARK: Random numbers and time

// SplitMix64, as in wasi.c.
static u64 next_random(void) {
  u64 state = word(RANDOM);
  if (word(RANDOM_IS_SET) == 0) {
    state = seed();
    if (uses_entropy()) {
      u32 place = region() + ENTROPY;
      host_call_6(HOST_FETCH, place, 0, 32, 1, 0, 0);
      for (u32 i = 0; i < 32; i += 8) state = state * 0xD1342543DE82EF95ull + load(place + i);
    }
    set_word(RANDOM_IS_SET, 1);
  }
  state += 0x9E3779B97F4A7C15ull;
  set_word(RANDOM, state);
  state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9ull;
  state = (state ^ state >> 27) * 0x94D049BB133111EBull;
  return state ^ state >> 31;
}

// A number from 0 up to 1.
FUNCTION(random) double random_number(void) {
  return (double)(next_random() >> 11) * (1.0 / 9007199254740992.0);
}

FUNCTION(random_float) float random_float(void) {
  return (float)(next_random() >> 40) * (1.0f / 16777216.0f);
}

// A seed for a generator of the program's own: an integer.
FUNCTION(seed_number) double seed_number(void) { return (double)(next_random() >> 11); }

// Milliseconds since 1970; 1 ms passes at every call.
FUNCTION(date_now) double date_now(void) {
  u64 elapsed = word(CLOCK) + 1000000;
  set_word(CLOCK, elapsed);
  return (double)(1735732800000ull + elapsed / 1000000);
}

// Milliseconds since the start.
FUNCTION(performance_now) double performance_now(void) {
  u64 elapsed = word(CLOCK) + 1000000;
  set_word(CLOCK, elapsed);
  return (double)(elapsed / 1000000);
}

// MARK: Emscripten

FUNCTION(memory_copy) void memory_copy(u8 *destination, const u8 *source, u32 count) {
  __builtin_memcpy(destination, source, count);
}
FUNCTION(memory_copy_result) u8 *memory_copy_result(u8 *destination, const u8 *source, u32 count) {
  __builtin_memcpy(destination, source, count);
  return destination;
}
// Grows the memory to so many bytes; whether there is that much.
FUNCTION(resize_heap) u32 resize_heap(u32 size) {
  u32 pages = size / 65536 + (size % 65536 != 0);
  u32 present = (u32)__builtin_wasm_memory_size(0);
  return pages <= present || __builtin_wasm_memory_grow(0, pages - present) != (__SIZE_TYPE__)-1;
}
FUNCTION(heap_max) u32 heap_max(void) { return 0x80000000u; }

FUNCTION(c_abort) _Noreturn void c_abort(void) {
  put_text(TEXT8('c', 'a', 'l', 'l', 'e', 'd', 0, 0));
  end_line(LEVEL_FATAL, TARGET_ABORT);
  __builtin_trap();
}

FUNCTION(c_exit) _Noreturn void c_exit(u32 code) {
  if (code == 0) halt(region() + STATE_SIZE, (u32)word(OUTPUT_LENGTH));
  put_text(TEXT8('e', 'x', 'i', 't', ' ', 'c', 'o', 'd'));
  put_text(TEXT8('e', ' ', 0, 0, 0, 0, 0, 0));
  put_number(code);
  end_line(LEVEL_FATAL, TARGET_ABORT);
  __builtin_trap();
}

FUNCTION(assert_fail) _Noreturn void assert_fail(const u8 *condition, const u8 *file, u32 line, const u8 *function) {
  put_c_string(file);
  put(':');
  put_number(line);
  put(':');
  put(' ');
  put_c_string(function);
  put_text(TEXT8(':', ' ', 'f', 'a', 'i', 'l', 'e', 'd'));
  put(':');
  put(' ');
  put_c_string(condition);
  end_line(LEVEL_FATAL, TEXT8('a', 's', 's', 'e', 'r', 't', 0, 0));
  __builtin_trap();
}

FUNCTION(c_console_log) void c_console_log(const u8 *text) {
  put_c_string(text);
  end_line(LEVEL_HELPFUL, TARGET_CONSOLE);
}
FUNCTION(c_console_error) void c_console_error(const u8 *text) {
  put_c_string(text);
  end_line(LEVEL_FATAL, TARGET_CONSOLE);
}

// A call that nothing comes of.
FUNCTION(nothing) void nothing(u32 argument) {}

// MARK: Mathematics, as far as WebAssembly has instructions for it

FUNCTION(math_abs) double math_abs(double x) { return __builtin_fabs(x); }
FUNCTION(math_ceil) double math_ceil(double x) { return __builtin_ceil(x); }
FUNCTION(math_floor) double math_floor(double x) { return __builtin_floor(x); }
FUNCTION(math_trunc) double math_trunc(double x) { return __builtin_trunc(x); }
FUNCTION(math_sqrt) double math_sqrt(double x) { return __builtin_sqrt(x); }
FUNCTION(math_fround) double math_fround(double x) { return (double)(float)x; }
// To the nearest integer, upward from the middle (ECMA-262, 21.3.2.28).
FUNCTION(math_round) double math_round(double x) {
  double floor = __builtin_floor(x);
  return __builtin_copysign(x - floor >= 0.5 ? floor + 1 : floor, x);
}
FUNCTION(math_sign) double math_sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }
FUNCTION(math_max) double math_max(double x, double y) { return __builtin_wasm_max_f64(x, y); }
FUNCTION(math_min) double math_min(double x, double y) { return __builtin_wasm_min_f64(x, y); }

// Truncated, modulo 2^32 (ECMA-262, 7.1.7).
static u32 integer(double x) {
  union { double number; u64 bits; } value = {x};
  int exponent = (int)(value.bits >> 52 & 2047) - 1075;
  u64 significand = (value.bits & 0xFFFFFFFFFFFFFull) | 1ull << 52;
  // Multiples of 2^32, and what is infinite or no number.
  if (exponent >= 32 || exponent <= -53) return 0;
  u32 magnitude = (u32)(exponent < 0 ? significand >> -exponent : significand << exponent);
  return value.bits >> 63 ? 0 - magnitude : magnitude;
}
FUNCTION(math_clz32) double math_clz32(double x) {
  u32 word = integer(x);
  return word == 0 ? 32 : (double)__builtin_clz(word);
}
FUNCTION(math_imul) double math_imul(double x, double y) { return (double)(int32_t)(integer(x) * integer(y)); }
FUNCTION(math_fround_float) float math_fround_float(double x) { return (float)x; }

// MARK: Mathematics of the runtime (Sources/Runtime/Mathematics)

#define UNARY(name)                                       \
  IMPORT("pvm", #name) double runtime_##name(double x);   \
  FUNCTION(math_##name) double math_##name(double x) { return runtime_##name(x); }
#define BINARY(name)                                              \
  IMPORT("pvm", #name) double runtime_##name(double x, double y); \
  FUNCTION(math_##name) double math_##name(double x, double y) { return runtime_##name(x, y); }
UNARY(sin)
UNARY(cos)
UNARY(tan)
UNARY(asin)
UNARY(acos)
UNARY(atan)
BINARY(atan2)
UNARY(exp)
UNARY(expm1)
UNARY(log)
UNARY(log2)
UNARY(log10)
UNARY(log1p)
BINARY(pow)
UNARY(sinh)
UNARY(cosh)
UNARY(tanh)
UNARY(asinh)
UNARY(acosh)
UNARY(atanh)
UNARY(cbrt)
BINARY(hypot)
