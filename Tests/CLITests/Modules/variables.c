// Variables of every kind, and what the program itself finds in them. `wasm-pvm debug` has to find the same:
// SourceVariableTests.swift evaluates what is in the brackets of PROBE where probe was called. Rebuild:
//
//   clang-19 --target=wasm32 -O0 -g -nostdlib -fno-builtin -Wl,--no-entry -fdebug-compilation-dir=/src -o variables.wasm variables.c

// What the program found last.
static long long seen;

// The function that the debugger stops in.
__attribute__((noinline)) void probe(long long value) {
  seen = value;
}
#define PROBE(expression) probe((long long)(expression))
#define PROBE_ADDRESS(expression) probe((unsigned)(expression))

typedef unsigned char byte;
typedef struct point {
  int x;
  short y;
} point;
enum color { RED, GREEN = 5, BLUE };
enum sign { NEGATIVE = -1, POSITIVE = 1 };
union word {
  unsigned number;
  byte bytes[4];
};
struct node {
  long long value;
  struct node *next;
  byte tag[4];
  enum color color;
  unsigned bits : 3;
  int rest : 5;
  unsigned long long wide : 40;
  struct {
    int inner;
    union {
      int first;
      short second;
    };
  };
  point corners[2][3];
};

int counter = 7;
static struct node pool[3];
static _Bool flag = 1;
static const char *title = "hello \"you\"";

static int sum(const point *points, int count) {
  int total = 0;
  for (int i = 0; i < count; i++) {
    static int calls;
    const int part = points[i].x * points[i].y;
    total += part;
    calls++;
    PROBE(calls);
    PROBE(part);
    PROBE(total);
    PROBE(points[i].y);
    PROBE_ADDRESS(&points[i]);
  }
  PROBE(count);
  return total;
}

// Recursion: each activation has variables of its own.
static long long recurse(int depth, const byte *text, long long product) {
  byte letter = text[depth];
  long long array[3] = {depth, product, letter};
  PROBE(array[1]);
  if (depth > 0) array[2] = recurse(depth - 1, text, product * -7);
  PROBE(depth);
  PROBE(letter);
  PROBE(product);
  PROBE(array[0] + array[1] * 2);
  PROBE(*text);
  PROBE_ADDRESS(&array[2]);
  return array[2] + depth;
}

// More than registers have room for, by pointer, and through a pointer to a function.
static int many(int a, long long b, short c, byte d, char e, unsigned f, int g, point h, int *i, _Bool j) {
  PROBE(a);
  PROBE(b);
  PROBE(c);
  PROBE(d);
  PROBE(e);
  PROBE(f);
  PROBE(g);
  PROBE(*i);
  PROBE(j);
  *i = a + h.y;
  PROBE(*i);
  return g;
}

static void scopes(int start) {
  int shadow = start;
  PROBE(shadow);
  {
    long long shadow = start * 1000000007LL;
    PROBE(shadow);
    {
      int other = 3;
      point shadow = {other, -4};
      PROBE(shadow.y);
    }
    PROBE(shadow);
  }
  PROBE(shadow);
}

static void structures(void) {
  struct node *first = &pool[1];
  union word word = {0x04030201};
  enum sign sign = NEGATIVE;
  int matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
  int *cell = &matrix[1][1];
  int **pointer = &cell;
  first->value = -77;
  first->next = &pool[2];
  first->next->value = 1LL << 40;
  first->tag[2] = 200;
  first->color = BLUE;
  first->bits = 5;
  first->rest = -3;
  first->wide = 0x123456789AULL;
  first->inner = 12;
  first->first = 0x10002;
  first->corners[1][2].y = -9;
  PROBE(first->value);
  PROBE(first->next->value);
  PROBE(first->tag[2]);
  PROBE(first->color);
  PROBE(first->bits);
  PROBE(first->rest);
  PROBE(first->wide);
  PROBE(first->inner);
  PROBE(first->second);
  PROBE(first->corners[1][2].y);
  PROBE((*first).corners[1][2].y);
  PROBE(pool[1].value);
  PROBE_ADDRESS(&first->corners[1]);
  PROBE_ADDRESS(first->next);
  PROBE(first->next->next == 0);
  PROBE(word.bytes[2]);
  PROBE(word.number);
  PROBE(sign);
  PROBE(matrix[1][2]);
  PROBE(*cell);
  PROBE(cell[1]);
  PROBE(**pointer);
  PROBE_ADDRESS(&matrix[1]);
  PROBE(counter);
  PROBE(flag);
  PROBE(title[1]);
}

// What it calls leaves the stack pointer changed, so that it and its callers have that in memory, not in a register.
__asm__(".globaltype __stack_pointer, i32");
static void leak(void) {
  __asm__ volatile("global.get __stack_pointer\ni32.const 16\ni32.sub\nglobal.set __stack_pointer");
}
static int leaking(int start) {
  int kept = start * 3;
  if (start > 1) kept += leaking(start - 2);
  leak();
  PROBE(kept);
  kept++;
  PROBE(kept * start);
  return kept;
}

long long out;
__attribute__((export_name("main"))) long long run(const byte *arguments, unsigned size) {
  point points[3] = {{1, 2}, {3, 4}, {-5, 6}};
  double ratio = 1.5;
  float half = -0.25f;
  int (*function)(const point *, int) = sum;
  int last = -1;
  out = function(points, 3);
  counter++;
  out += recurse(4, arguments, 3);
  out += many(1, -2, -3, 4, 'e', 4000000000u, 7, points[1], &last, 1);
  out += leaking((int)size);
  scopes((int)size);
  structures();
  PROBE(last);
  PROBE(points[2].x);
  PROBE(size);
  PROBE(out);
  PROBE(last + 1);
  return (long long)sizeof out << 32 | (unsigned)&out;
}
