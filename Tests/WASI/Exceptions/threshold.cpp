// Exceptions as results of template code, with values of every size in flight, and noexcept in between.
#include <cstdint>
#include <cstdio>

template <typename T>
struct Carrier {
  T value;
  unsigned char check;
};

template <typename T>
static __attribute__((noinline)) void send(T value, int levels) {
  if (levels == 0) throw Carrier<T>{value, static_cast<unsigned char>(sizeof(T))};
  send<T>(value, levels - 1);
  puts("not reached");
}

template <typename T>
static bool receive(T value) noexcept {
  try {
    send<T>(value, 4);
  } catch (const Carrier<T> &carrier) {
    return carrier.value == value && carrier.check == sizeof(T);
  } catch (...) {
  }
  return false;
}

static int quiet(int n) noexcept {
  try {
    if (n > 2) throw n;
    return 0;
  } catch (int value) {
    return value;
  }
}

static __attribute__((noinline)) int many(int a, long long b, int c, long long d, int e, long long f, int g, long long h) {
  if (a + c + e + g > 20) throw b + d + f + h;
  return a + static_cast<int>(b + d + f + h);
}

int main() {
  printf("%d", receive<int8_t>(-5));
  printf("%d", receive<uint16_t>(65530));
  printf("%d", receive<int32_t>(-70000));
  printf("%d", receive<uint64_t>(1ull << 63));
  printf("%d\n", receive<const char *>("text"));
  for (int n = 0; n < 5; n++) printf("%d ", quiet(n));
  puts("");
  for (int n = 0; n < 8; n++) {
    try {
      printf("%d ", many(n, n, n, n, n, n, n, n));
    } catch (long long sum) {
      printf("(%lld) ", sum);
    }
  }
  puts("");
}
