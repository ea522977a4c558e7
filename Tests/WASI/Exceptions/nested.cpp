// Handlers in handlers: rethrowing, throwing something else, leaving by return, break and continue.
#include <cstdio>

static int depth(int n) {
  try {
    if (n == 0) throw 1;
    return depth(n - 1);
  } catch (int value) {
    if (n % 3 == 0) throw value + 1;
    if (n % 3 == 1) throw;
    return value * 100 + n;
  }
}

static int leave(int how) {
  for (int i = 0; i < 5; i++) {
    try {
      try {
        if (i == how) throw i;
        if (how > 10 && i == how - 10) return 1000 + i;
      } catch (int value) {
        if (value == 1) continue;
        if (value == 2) break;
        if (value == 3) return 33;
        throw value * 2.5f;
      }
    } catch (float value) {
      return static_cast<int>(value);
    }
  }
  return -how;
}

static const char *inner() {
  try {
    throw 'a';
  } catch (char first) {
    try {
      throw static_cast<char>(first + 1);
    } catch (char second) {
      try {
        throw;
      } catch (char again) {
        static char text[4];
        text[0] = first;
        text[1] = second;
        text[2] = again;
        return text;
      }
    }
  }
}

int main() {
  for (int n = 0; n < 12; n++) {
    try {
      printf("%d\n", depth(n));
    } catch (int value) {
      printf("thrown %d\n", value);
    }
  }
  for (int how = -1; how < 16; how++) printf("leave %d: %d\n", how, leave(how));
  puts(inner());
  try {
    try {
      throw 1;
    } catch (...) {
      try {
        throw 2ll;
      } catch (long long) {
      }
      throw;
    }
  } catch (int value) {
    printf("outer %d\n", value);
  }
}
