// Prints arguments, environment and the exit code's way: atexit handlers run before the end.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void bye(void) { puts("bye"); }

int main(int argc, char **argv) {
  atexit(bye);
  for (int i = 1; i < argc; i++) printf("argument %d: %s\n", i, argv[i]);
  const char *names[] = {"HOME", "LANG", "EMPTY", "MISSING"};
  for (int i = 0; i < 4; i++) {
    const char *value = getenv(names[i]);
    printf("%s=%s\n", names[i], value ? value : "(null)");
  }
  if (argc > 2) exit(0);
  return 0;
}
