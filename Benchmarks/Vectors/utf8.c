// Counts the characters of a text, or says where it is not UTF-8: blocks without any byte beyond ASCII are passed with one test.
#include "program.h"

static inline int is_ascii(const uint8_t *block) {
#ifdef __wasm_simd128__
  return !wasm_i8x16_bitmask(wasm_v128_load(block));
#else
  const uint32_t *const words = (const uint32_t *)block;
  return !((words[0] | words[1] | words[2] | words[3]) & 0x80808080u);
#endif
}

static uint32_t answer[2];

ENTRY {
  uint32_t place = 0, characters = 0;
  while (place < count) {
    if (count - place >= 16 && is_ascii(input + place)) {
      place += 16;
      characters += 16;
      continue;
    }
    const uint32_t stop = count - place >= 16 ? place + 16 : count;
    while (place < stop) {
      const uint8_t first = input[place];
      uint32_t more, low = 0x80, high = 0xBF;
      if (first < 0x80) more = 0;
      else if (first < 0xC2) goto invalid;
      else if (first < 0xE0) more = 1;
      else if (first < 0xF0) {
        more = 2;
        if (first == 0xE0) low = 0xA0;
        if (first == 0xED) high = 0x9F;
      } else if (first < 0xF5) {
        more = 3;
        if (first == 0xF0) low = 0x90;
        if (first == 0xF4) high = 0x8F;
      } else goto invalid;
      if (more && count - place <= more) goto invalid;
      for (uint32_t index = 1; index <= more; index++) {
        const uint8_t next = input[place + index];
        if (next < low || next > high) goto invalid;
        low = 0x80;
        high = 0xBF;
      }
      place += more + 1;
      characters++;
    }
  }
  answer[0] = characters;
  answer[1] = 0;
  return result(answer, sizeof answer);
invalid:
  answer[0] = place;
  answer[1] = 1;
  return result(answer, sizeof answer);
}
