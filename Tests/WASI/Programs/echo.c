// Copies standard input to standard output, and says on standard error how much it was.
#include <stdio.h>
#include <unistd.h>

int main(void) {
  char buffer[300];
  size_t count, sum = 0;
  while ((count = fread(buffer, 1, sizeof buffer, stdin)) > 0) {
    fwrite(buffer, 1, count, stdout);
    sum += count;
  }
  fprintf(stderr, "%zu bytes\n", sum);
  return ferror(stdin) ? 1 : 0;
}
