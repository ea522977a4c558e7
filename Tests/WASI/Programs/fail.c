// Prints, and ends with an exit code from the middle of a call chain.
#include <stdio.h>
#include <stdlib.h>

static void __attribute__((noinline)) leave(int depth, int code) {
  if (depth == 0) exit(code);
  leave(depth - 1, code);
  printf("not reached %d\n", depth);
}

int main(int argc, char **argv) {
  puts("before");
  leave(3, argc > 1 ? atoi(argv[1]) : 0);
}
