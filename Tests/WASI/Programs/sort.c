// Sorts the lines of standard input, of any length and number, with realloc and qsort.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int main(void) {
  char **lines = NULL;
  size_t count = 0, room = 0;
  char *line = NULL;
  size_t size = 0;
  ssize_t length;
  while ((length = getline(&line, &size, stdin)) > 0) {
    if (line[length - 1] == '\n') line[length - 1] = 0;
    if (count == room) {
      room = room ? 2 * room : 4;
      lines = realloc(lines, room * sizeof *lines);
      if (!lines) return 1;
    }
    lines[count++] = strdup(line);
  }
  qsort(lines, count, sizeof *lines, compare);
  for (size_t i = 0; i < count; i++) {
    puts(lines[i]);
    free(lines[i]);
  }
  free(lines);
  free(line);
  return 0;
}
