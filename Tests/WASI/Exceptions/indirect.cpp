// Exceptions through function pointers, virtual functions, lambdas and recursion of several functions.
#include <cstdio>
#include <cstdlib>
#include <functional>

typedef long long (*operation)(long long, long long);

static long long add(long long a, long long b) { return a + b; }
static long long divide(long long a, long long b) {
  if (b == 0) throw "division by zero";
  return a / b;
}
static long long checked(long long a, long long b) {
  long long result;
  if (__builtin_mul_overflow(a, b, &result)) throw a;
  return result;
}

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const = 0;
};
struct Square : Shape {
  int side;
  explicit Square(int side) : side(side) {}
  int area() const override {
    if (side < 0) throw side;
    return side * side;
  }
};
struct Point : Shape {
  int area() const override { return 0; }
};

static int even(int n);
static int odd(int n) {
  if (n < 0) throw n;
  return n == 0 ? 0 : even(n - 1);
}
static int even(int n) { return n == 0 ? 1 : odd(n - 3); }

static int compare(const void *a, const void *b) {
  int left = *static_cast<const int *>(a), right = *static_cast<const int *>(b);
  if (left == 13 || right == 13) throw 13;
  return left - right;
}

int main() {
  operation operations[] = {add, divide, checked};
  long long values[] = {0, 3, -7, 1ll << 40};
  for (auto operation : operations) {
    for (long long a : values) {
      for (long long b : values) {
        try {
          printf("%lld ", operation(a, b));
        } catch (const char *text) {
          printf("[%s] ", text);
        } catch (long long value) {
          printf("<%lld> ", value);
        }
      }
    }
    puts("");
  }
  Square good(5), bad(-5);
  Point point;
  const Shape *shapes[] = {&good, &point, &bad};
  for (auto *shape : shapes) {
    try {
      printf("area %d\n", shape->area());
    } catch (int side) {
      printf("side %d\n", side);
    }
  }
  std::function<int(int)> deep = [&](int n) -> int {
    if (n == 0) throw 99;
    return deep(n - 1) + 1;
  };
  try {
    printf("%d\n", deep(50));
  } catch (int value) {
    printf("deep %d\n", value);
  }
  for (int n = 0; n < 10; n++) {
    try {
      printf("even %d: %d\n", n, even(n));
    } catch (int value) {
      printf("even %d throws %d\n", n, value);
    }
  }
  int numbers[] = {5, 2, 9, 13, 1};
  try {
    qsort(numbers, 3, sizeof *numbers, compare);
    printf("%d %d %d\n", numbers[0], numbers[1], numbers[2]);
  } catch (int value) {
    printf("never %d\n", value);
  }
}
