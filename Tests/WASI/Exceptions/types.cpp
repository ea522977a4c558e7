// Exceptions of many types, caught by value, reference, base class and "..."; the first handler that suits counts.
#include <cstdio>
#include <stdexcept>
#include <string>

struct Base {
  int code;
  explicit Base(int code) : code(code) {}
  virtual ~Base() = default;
  virtual const char *name() const { return "Base"; }
};
struct Left : virtual Base {
  int left = 1;
  explicit Left(int code) : Base(code) {}
  const char *name() const override { return "Left"; }
};
struct Right : virtual Base {
  int right = 2;
  explicit Right(int code) : Base(code) {}
};
struct Both : Left, Right {
  explicit Both(int code) : Base(code), Left(code), Right(code) {}
  const char *name() const override { return "Both"; }
};
struct Large {
  long long values[40];
};
enum class Color { red = 3, green };

static void fail(int kind) {
  switch (kind) {
    case 0: throw 42;
    case 1: throw 42ll << 40;
    case 2: throw "text";
    case 3: throw std::string("a string that is too long to be stored in the object itself");
    case 4: throw Base(7);
    case 5: throw Left(8);
    case 6: throw Both(9);
    case 7: throw Large{{1, 2, 3}};
    case 8: throw Color::green;
    case 9: throw 'c';
    case 10: throw std::out_of_range("range");
    case 11: throw new Both(10);
    case 12: throw true;
    case 13: throw static_cast<unsigned short>(65535);
  }
}

int main() {
  for (int kind = 0; kind < 15; kind++) {
    try {
      fail(kind);
      puts("nothing");
    } catch (int value) {
      printf("int %d\n", value);
    } catch (long long value) {
      printf("long long %lld\n", value);
    } catch (const char *text) {
      printf("text %s\n", text);
    } catch (const std::string &text) {
      printf("string %s\n", text.c_str());
    } catch (const Right &error) {
      printf("Right %d %d %s\n", error.code, error.right, error.name());
    } catch (Base &error) {
      printf("Base %d %s\n", error.code, error.name());
    } catch (Large large) {
      printf("Large %lld %lld\n", large.values[2], large.values[39]);
    } catch (Color color) {
      printf("Color %d\n", static_cast<int>(color));
    } catch (const std::exception &error) {
      printf("exception %s\n", error.what());
    } catch (Left *error) {
      printf("Left * %d %d\n", error->left, error->code);
      delete error;
    } catch (...) {
      puts("something");
    }
  }
}
