// Objects are destroyed in the reverse order of their construction, whatever ends their block.
#include <cstdio>
#include <memory>
#include <vector>

struct Noisy {
  int number;
  explicit Noisy(int number, bool fails = false) : number(number) {
    if (fails) {
      printf("fail %d\n", number);
      throw number;
    }
    printf("make %d\n", number);
  }
  Noisy(const Noisy &) = delete;
  ~Noisy() { printf("destroy %d\n", number); }
};

struct Parts {
  Noisy first{10};
  Noisy second;
  Noisy third{12};
  explicit Parts(bool fails) try : second(11, fails) {
    puts("whole");
  } catch (int) {
    puts("not whole");
  }
  ~Parts() { puts("destroy whole"); }
};

static void three(int failing) {
  Noisy a(1, failing == 1);
  auto b = std::make_unique<Noisy>(2, failing == 2);
  {
    Noisy c(3, failing == 3);
    if (failing == 4) throw 4;
  }
  Noisy d(5, failing == 5);
}

struct Guard {
  ~Guard() {
    try {
      throw 'x';
    } catch (char) {
      puts("caught in a destructor");
    }
  }
};

int main() {
  for (int failing = 0; failing < 6; failing++) {
    try {
      three(failing);
    } catch (int number) {
      printf("caught %d\n", number);
    }
  }
  for (bool fails : {false, true}) {
    try {
      Parts parts(fails);
    } catch (int number) {
      printf("caught %d\n", number);
    }
  }
  try {
    Guard guard;
    throw 1;
  } catch (int number) {
    printf("caught %d\n", number);
  }
  try {
    auto *array = new int[3]{};
    std::unique_ptr<int[]> owner(array);
    throw array[0] + 100;
  } catch (int number) {
    printf("caught %d\n", number);
  }
}
