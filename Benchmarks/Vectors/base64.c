// Encodes bytes as base64. With vectors the sixteen digits of a block are made of their values by comparisons, without a
// table (Muła and Lemire, Faster Base64 Encoding and Decoding using AVX2 Instructions, section 3).
#include "program.h"

static uint8_t text[1 << 16];
static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#ifdef __wasm_simd128__
static inline v128_t encode(v128_t values) {
  // What is added to a value: 65 for A..Z, 71 for a..z, -4 for digits, -19 for +, -16 for /; each comparison changes
  // one of these into the next.
  v128_t offset = wasm_i8x16_splat(65);
  offset = wasm_v128_xor(
      offset, wasm_v128_and(wasm_i8x16_gt(values, wasm_i8x16_splat(25)), wasm_i8x16_splat(65 ^ 71)));
  offset = wasm_v128_xor(
      offset, wasm_v128_and(wasm_i8x16_gt(values, wasm_i8x16_splat(51)), wasm_i8x16_splat(71 ^ -4)));
  offset = wasm_v128_xor(
      offset, wasm_v128_and(wasm_i8x16_gt(values, wasm_i8x16_splat(61)), wasm_i8x16_splat(-4 ^ -19)));
  offset = wasm_v128_xor(
      offset, wasm_v128_and(wasm_i8x16_gt(values, wasm_i8x16_splat(62)), wasm_i8x16_splat(-19 ^ -16)));
  return wasm_i8x16_add(values, offset);
}
#endif

ENTRY {
  uint8_t *out = text;
#ifdef __wasm_simd128__
  for (; count >= 16; input += 12, count -= 12, out += 16) {
    const v128_t bytes = wasm_v128_load(input);
    // Each group of three bytes, its first one on top of a lane.
    const v128_t groups = wasm_i8x16_shuffle(
        bytes, bytes, 2, 2, 1, 0, 5, 5, 4, 3, 8, 8, 7, 6, 11, 11, 10, 9);
    const v128_t first = wasm_u32x4_shr(groups, 26);
    const v128_t second = wasm_v128_and(wasm_u32x4_shr(groups, 12), wasm_i32x4_splat(0x3F00));
    const v128_t third = wasm_v128_and(wasm_i32x4_shl(groups, 2), wasm_i32x4_splat(0x3F0000));
    const v128_t fourth = wasm_v128_and(wasm_i32x4_shl(groups, 16), wasm_i32x4_splat(0x3F000000));
    const v128_t values =
        wasm_v128_or(wasm_v128_or(first, second), wasm_v128_or(third, fourth));
    wasm_v128_store(out, encode(values));
  }
#endif
  for (; count >= 3; input += 3, count -= 3) {
    const uint32_t group = (uint32_t)input[0] << 16 | (uint32_t)input[1] << 8 | input[2];
    *out++ = (uint8_t)digits[group >> 18];
    *out++ = (uint8_t)digits[group >> 12 & 63];
    *out++ = (uint8_t)digits[group >> 6 & 63];
    *out++ = (uint8_t)digits[group & 63];
  }
  if (count) {
    const uint32_t group = (uint32_t)input[0] << 16 | (count == 2 ? (uint32_t)input[1] << 8 : 0);
    *out++ = (uint8_t)digits[group >> 18];
    *out++ = (uint8_t)digits[group >> 12 & 63];
    *out++ = count == 2 ? (uint8_t)digits[group >> 6 & 63] : '=';
    *out++ = '=';
  }
  return result(text, (uint32_t)(out - text));
}
