// Times a benchmark program compiled natively: native HEX-ARGUMENTS prints the nanoseconds of processor time that a call takes,
// the fastest of several batches. Compile with the program: clang -O2 -DBENCH_HOSTED native.c PROGRAM.c

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

unsigned bench_entry(const unsigned char *args, unsigned len, const unsigned char **out);

static int digit(int c) { return c >= '0' && c <= '9' ? c - '0' : c - 'a' + 10; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  size_t count = strlen(argv[1]) / 2;
  unsigned char *args = malloc(count + 1);
  if (!args) return 1;
  for (size_t i = 0; i < count; i++) args[i] = (unsigned char)(digit(argv[1][2 * i]) << 4 | digit(argv[1][2 * i + 1]));
  const unsigned char *out;
  double best = 1e18;
  for (int batch = 0; batch < 15; batch++) {
    const int calls = 20;
    double start = now();
    for (int call = 0; call < calls; call++) bench_entry(args, (unsigned)count, &out);
    double time = (now() - start) / calls;
    if (time < best) best = time;
  }
  printf("%.0f\n", best);
  free(args);
  return 0;
}
