// An exception that nobody catches ends the program with a panic; before that, what was written is in the log only.
#include <cstdio>

struct Last {
  ~Last() { fputs("not destroyed\n", stderr); }
};

static void fail(int n) {
  Last last;
  if (n > 0) throw n;
}

int main(int argc, char **) {
  fputs("before\n", stderr);
  try {
    fail(argc > 1 ? 0 : argc);
    fputs("nothing thrown\n", stderr);
  } catch (long long) {
    fputs("wrong handler\n", stderr);
  }
}
