// A JSON parser that throws errors with their place; one text for each line of standard input.
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

struct ParseError : std::runtime_error {
  size_t place;
  ParseError(const std::string &what, size_t place) : std::runtime_error(what), place(place) {}
};

class Parser {
  const std::string &text;
  size_t at = 0;
  int depth = 0;

  char peek() const { return at < text.size() ? text[at] : '\0'; }
  void skip() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) at++;
  }
  void expect(char c) {
    skip();
    if (peek() != c) throw ParseError(std::string("expected '") + c + "'", at);
    at++;
  }

 public:
  explicit Parser(const std::string &text) : text(text) {}

  std::string whole() {
    std::string result = value();
    skip();
    if (at != text.size()) throw ParseError("text behind the value", at);
    return result;
  }

  std::string value() {
    struct Level {
      int &depth;
      explicit Level(int &depth) : depth(depth) { depth++; }
      ~Level() { depth--; }
    } level(depth);
    if (depth > 20) throw std::length_error("too deep");
    skip();
    switch (peek()) {
      case '{': {
        std::map<std::string, std::string> members;
        at++;
        skip();
        if (peek() != '}') {
          for (;;) {
            skip();
            size_t place = at;
            std::string key = string();
            expect(':');
            if (!members.emplace(key, value()).second) throw ParseError("again: " + key, place);
            skip();
            if (peek() != ',') break;
            at++;
          }
        }
        expect('}');
        std::string result = "{";
        for (auto &[key, member] : members) result += key + "=" + member + ";";
        return result + "}";
      }
      case '[': {
        std::vector<std::string> items;
        at++;
        skip();
        if (peek() != ']') {
          for (;;) {
            items.push_back(value());
            skip();
            if (peek() != ',') break;
            at++;
          }
        }
        expect(']');
        std::string result = "[";
        for (auto &item : items) result += item + ",";
        return result + "]";
      }
      case '"': return string();
      case 't': return word("true");
      case 'f': return word("false");
      case 'n': return word("null");
      default: return number();
    }
  }

  std::string word(const char *expected) {
    if (text.compare(at, strlen(expected), expected) != 0) throw ParseError("unknown word", at);
    at += strlen(expected);
    return expected;
  }

  std::string number() {
    size_t start = at;
    if (peek() == '-') at++;
    while (peek() >= '0' && peek() <= '9') at++;
    if (at == start) throw ParseError("expected a value", at);
    return text.substr(start, at - start);
  }

  std::string string() {
    if (peek() != '"') throw ParseError("expected a string", at);
    at++;
    std::string result;
    while (peek() != '"') {
      if (at >= text.size()) throw ParseError("string without end", at);
      if (peek() == '\\') {
        at++;
        switch (peek()) {
          case 'n': result += '\n'; break;
          case '"': result += '"'; break;
          case '\\': result += '\\'; break;
          default: throw ParseError("unknown escape", at);
        }
        at++;
      } else {
        result += text[at++];
      }
    }
    at++;
    return result;
  }
};

int main() {
  char line[1024];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    std::string text = line;
    try {
      try {
        puts(Parser(text).whole().c_str());
      } catch (const ParseError &error) {
        printf("at %zu: %s\n", error.place, error.what());
      }
    } catch (const std::exception &error) {
      printf("error: %s\n", error.what());
    }
  }
}
