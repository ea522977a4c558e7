// malloc, realloc, calloc and free in a pattern that grows the memory and splits blocks; checks every byte.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t state = 12345;

static uint32_t next(void) {
  state ^= state << 13;
  state ^= state >> 17;
  return state ^= state << 5;
}

int main(void) {
  enum { SLOTS = 200 };
  unsigned char *blocks[SLOTS] = {0};
  size_t sizes[SLOTS] = {0};
  uint64_t sum = 0;
  for (int round = 0; round < 4000; round++) {
    int i = (int)(next() % SLOTS);
    size_t size = next() % 9000 + 1;
    for (size_t j = 0; j < sizes[i]; j += 97) {
      if (blocks[i][j] != (unsigned char)(i + (int)j)) {
        printf("block %d differs at %zu\n", i, j);
        return 1;
      }
    }
    switch (next() % 4) {
      case 0:
        free(blocks[i]);
        blocks[i] = NULL;
        sizes[i] = 0;
        continue;
      case 1:
        free(blocks[i]);
        blocks[i] = calloc(size, 1);
        for (size_t j = 0; j < size; j++) sum += blocks[i][j];
        break;
      default:
        blocks[i] = realloc(blocks[i], size);
        break;
    }
    if (!blocks[i]) return 2;
    sizes[i] = size;
    for (size_t j = 0; j < size; j++) blocks[i][j] = (unsigned char)(i + (int)j);
    sum = sum * 31 + size;
  }
  printf("%llu\n", (unsigned long long)sum);
  void *huge = malloc((size_t)1 << 30);
  printf("%s\n", huge ? "huge" : "no gigabyte");
  return 0;
}
