// The allocator of the guest: what Embedded Swift asks of its platform. Blocks are carved off the end of the memory and never
// given back; freed ones wait in a list of their size class, of which there are four per doubling.

#include <stddef.h>
#include <stdint.h>

extern unsigned char __heap_base;

// In front of every block, so that blocks stay aligned to 16 bytes.
struct header {
  struct header *next;
  uint32_t size_class;
  uint32_t unused[2];
};

enum { PAGE = 65536, CLASSES = 120, SMALLEST = 16 };

static struct header *free_blocks[CLASSES];
static uintptr_t next_block, end_of_memory;

// The class of the smallest blocks that hold `size` bytes, and how many they hold.
static uint32_t class_of(uint32_t size, uint32_t *capacity) {
  if (size <= 4 * SMALLEST) {
    uint32_t units = size <= SMALLEST ? 1 : (size + SMALLEST - 1) / SMALLEST;
    *capacity = units * SMALLEST;
    return units - 1;
  }
  uint32_t shift = 29 - (uint32_t)__builtin_clz(size - 1);
  uint32_t steps = ((size - 1) >> shift) + 1;
  *capacity = steps << shift;
  return (shift - 4) * 4 + steps - 1;
}

// Room for `size` bytes at the end of the memory, or 0.
static struct header *carve(uint32_t size) {
  if (next_block == 0) {
    next_block = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
    end_of_memory = (uintptr_t)__builtin_wasm_memory_size(0) * PAGE;
  }
  if (size > end_of_memory - next_block) {
    uint32_t pages = (uint32_t)((size - (end_of_memory - next_block) + PAGE - 1) / PAGE);
    if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return 0;
    end_of_memory += (uintptr_t)pages * PAGE;
  }
  struct header *block = (struct header *)next_block;
  next_block += size;
  return block;
}

// A block of at least `size` bytes; alignments up to 16 bytes are all there are.
int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment > 16 || size > 0x40000000) return 12;
  uint32_t capacity, size_class = class_of((uint32_t)size, &capacity);
  struct header *block = free_blocks[size_class];
  if (block) {
    free_blocks[size_class] = block->next;
  } else {
    block = carve(capacity + sizeof(struct header));
    if (!block) return 12;
    block->size_class = size_class;
  }
  *result = block + 1;
  return 0;
}

// Gives a block back.
void free(void *pointer) {
  if (!pointer) return;
  struct header *block = (struct header *)pointer - 1;
  block->next = free_blocks[block->size_class];
  free_blocks[block->size_class] = block;
}

// The product of 128-bit numbers, which clang and Swift call for products of two 64-bit ones.
__int128 __multi3(__int128 a, __int128 b) {
  uint64_t a_low = (uint64_t)a, b_low = (uint64_t)b;
  uint64_t low_low = (a_low & 0xffffffff) * (b_low & 0xffffffff);
  uint64_t low_high = (a_low & 0xffffffff) * (b_low >> 32);
  uint64_t high_low = (a_low >> 32) * (b_low & 0xffffffff);
  uint64_t high_high = (a_low >> 32) * (b_low >> 32);
  uint64_t middle = (low_low >> 32) + (low_high & 0xffffffff) + high_low;
  uint64_t high = high_high + (low_high >> 32) + (middle >> 32);
  high += (uint64_t)(a >> 64) * b_low + a_low * (uint64_t)(b >> 64);
  return (__int128)(((unsigned __int128)high << 64) | (middle << 32 | (low_low & 0xffffffff)));
}
