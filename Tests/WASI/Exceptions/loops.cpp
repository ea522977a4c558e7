// Many exceptions, in and out of loops; what they carry is freed each time.
#include <cstdint>
#include <cstdio>
#include <string>

static uint32_t state = 2463534242u;
static uint32_t next() {
  state ^= state << 13;
  state ^= state >> 17;
  return state ^= state << 5;
}

static __attribute__((noinline)) int pick(uint32_t number) {
  if (number % 3 == 0) throw number;
  if (number % 7 == 0) throw static_cast<int>(number % 100);
  if (number % 11 == 0) throw std::string(number % 50, 'x');
  return static_cast<int>(number % 5);
}

static int search(int limit) {
  int steps = 0;
  for (;;) {
    for (int i = 0;; i++) {
      steps++;
      if (pick(next()) == 4 && i > limit) throw steps;
      if (i > 1000) break;
    }
  }
}

int main() {
  uint64_t sum = 0;
  int counts[4] = {};
  for (int i = 0; i < 20000; i++) {
    try {
      sum += static_cast<uint64_t>(pick(next()));
      counts[0]++;
    } catch (uint32_t number) {
      sum ^= number;
      counts[1]++;
    } catch (int number) {
      sum += static_cast<uint64_t>(number) << 20;
      counts[2]++;
    } catch (const std::string &text) {
      sum = sum * 31 + text.size();
      counts[3]++;
    }
  }
  printf("%llu %d %d %d %d\n", static_cast<unsigned long long>(sum), counts[0], counts[1], counts[2], counts[3]);
  for (int limit = 0; limit < 6; limit++) {
    int tries = 0;
    for (;;) {
      tries++;
      try {
        search(limit);
      } catch (int steps) {
        printf("limit %d: %d tries, %d\n", limit, tries, steps);
        break;
      } catch (...) {
        if (tries < 500) continue;
        puts("gave up");
        break;
      }
    }
  }
}
