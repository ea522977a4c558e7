// An interpreter whose programs throw and catch, with the exceptions of C++.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

struct Thrown {
  long value;
};
struct Fault {
  const char *what;
  size_t place;
};

struct Machine {
  std::vector<std::string> code;
  std::vector<long> stack;

  long pop(size_t place) {
    if (stack.empty()) throw Fault{"empty stack", place};
    long value = stack.back();
    stack.pop_back();
    return value;
  }

  // Runs up to "end" or "catch"; gives the place behind.
  size_t run(size_t at, bool active) {
    while (at < code.size()) {
      const std::string &word = code[at];
      if (word == "end" || word == "catch") return at;
      size_t place = at++;
      if (word == "try") {
        size_t height = stack.size();
        size_t after = place;
        try {
          after = run(at, active);
          if (after < code.size() && code[after] == "catch") after = run(after + 1, false);
        } catch (const Thrown &thrown) {
          stack.resize(height);
          stack.push_back(thrown.value);
          after = run(at, false);
          if (after >= code.size() || code[after] != "catch") throw;
          after = run(after + 1, true);
        }
        at = after + 1;
        continue;
      }
      if (!active) continue;
      if (word == "+") { long b = pop(place); stack.push_back(pop(place) + b); }
      else if (word == "*") { long b = pop(place); stack.push_back(pop(place) * b); }
      else if (word == "/") {
        long b = pop(place), a = pop(place);
        if (b == 0) throw Thrown{a};
        stack.push_back(a / b);
      }
      else if (word == "dup") { long a = pop(place); stack.push_back(a); stack.push_back(a); }
      else if (word == "throw") throw Thrown{pop(place)};
      else if (word == ".") printf("%ld ", pop(place));
      else {
        char *end;
        long number = strtol(word.c_str(), &end, 10);
        if (*end) throw Fault{"unknown word", place};
        stack.push_back(number);
      }
    }
    return at;
  }
};

int main() {
  char line[512];
  while (fgets(line, sizeof line, stdin)) {
    Machine machine;
    for (char *word = strtok(line, " \n"); word; word = strtok(nullptr, " \n")) machine.code.emplace_back(word);
    try {
      machine.run(0, true);
      puts("ok");
    } catch (const Thrown &thrown) {
      printf("uncaught %ld\n", thrown.value);
    } catch (const Fault &fault) {
      printf("%s at word %zu\n", fault.what, fault.place);
    }
  }
}
