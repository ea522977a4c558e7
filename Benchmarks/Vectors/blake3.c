// The BLAKE3 hash of the argument bytes. The four words of a row are a vector of GNU C, which is four scalars
// without vector instructions.
#include "program.h"

typedef uint32_t row __attribute__((vector_size(16)));

enum { CHUNK_START = 1, CHUNK_END = 2, PARENT = 4, ROOT = 8 };

static const uint32_t iv[8] = {
    0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
static const uint8_t permutation[16] = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};

static inline row rotate(row value, int amount) { return value >> amount | value << (32 - amount); }

#define MIX(x, y) \
  a += b + x; d = rotate(d ^ a, 16); c += d; b = rotate(b ^ c, 12); \
  a += b + y; d = rotate(d ^ a, 8); c += d; b = rotate(b ^ c, 7);

static void compress(
    const uint32_t key[8], const uint32_t block[16], uint64_t counter, uint32_t length,
    uint32_t flags, uint32_t out[16]) {
  uint32_t m[16];
  for (int i = 0; i < 16; i++) m[i] = block[i];
  row a = {key[0], key[1], key[2], key[3]}, b = {key[4], key[5], key[6], key[7]};
  row c = {iv[0], iv[1], iv[2], iv[3]};
  row d = {(uint32_t)counter, (uint32_t)(counter >> 32), length, flags};
  for (int round = 0;; round++) {
    const row x0 = {m[0], m[2], m[4], m[6]}, y0 = {m[1], m[3], m[5], m[7]};
    MIX(x0, y0)
    b = __builtin_shufflevector(b, b, 1, 2, 3, 0);
    c = __builtin_shufflevector(c, c, 2, 3, 0, 1);
    d = __builtin_shufflevector(d, d, 3, 0, 1, 2);
    const row x1 = {m[8], m[10], m[12], m[14]}, y1 = {m[9], m[11], m[13], m[15]};
    MIX(x1, y1)
    b = __builtin_shufflevector(b, b, 3, 0, 1, 2);
    c = __builtin_shufflevector(c, c, 2, 3, 0, 1);
    d = __builtin_shufflevector(d, d, 1, 2, 3, 0);
    if (round == 6) break;
    uint32_t next[16];
    for (int i = 0; i < 16; i++) next[i] = m[permutation[i]];
    for (int i = 0; i < 16; i++) m[i] = next[i];
  }
  const row low = a ^ c, high = b ^ d;
  for (int i = 0; i < 4; i++) {
    out[i] = low[i];
    out[4 + i] = high[i];
    out[8 + i] = c[i] ^ key[i];
    out[12 + i] = d[i] ^ key[4 + i];
  }
}

static void load(uint32_t block[16], const uint8_t *input, uint32_t count) {
  uint8_t *const bytes = (uint8_t *)block;
  for (uint32_t i = 0; i < 64; i++) bytes[i] = i < count ? input[i] : 0;
}

static void chunk(const uint8_t *input, uint32_t count, uint64_t counter, uint32_t root, uint32_t out[16]) {
  uint32_t key[8];
  for (int i = 0; i < 8; i++) key[i] = iv[i];
  uint32_t flags = CHUNK_START;
  for (;;) {
    uint32_t block[16];
    const uint32_t length = count < 64 ? count : 64;
    load(block, input, length);
    input += length;
    count -= length;
    compress(key, block, counter, length, count ? flags : flags | CHUNK_END | root, out);
    if (!count) return;
    for (int i = 0; i < 8; i++) key[i] = out[i];
    flags = 0;
  }
}

static void tree(const uint8_t *input, uint32_t count, uint64_t counter, uint32_t root, uint32_t out[16]) {
  if (count <= 1024) {
    chunk(input, count, counter, root, out);
    return;
  }
  uint32_t left = 1024;
  while (left * 2 < count) left *= 2;
  uint32_t block[16], part[16];
  tree(input, left, counter, 0, part);
  for (int i = 0; i < 8; i++) block[i] = part[i];
  tree(input + left, count - left, counter + left / 1024, 0, part);
  for (int i = 0; i < 8; i++) block[8 + i] = part[i];
  compress(iv, block, 0, 64, PARENT | root, out);
}

static uint32_t hash[16];

ENTRY {
  tree(input, count, 0, ROOT, hash);
  return result(hash, 32);
}
