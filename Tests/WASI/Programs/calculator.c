// A recursive-descent interpreter of 64-bit arithmetic, variables and printing, line by line.
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *at;
static int64_t variables[26];
static const char *problem;

static int64_t expression(void);

static void skip(void) {
  while (*at == ' ') at++;
}

static int64_t primary(void) {
  skip();
  if (*at == '(') {
    at++;
    int64_t value = expression();
    skip();
    if (*at == ')') at++; else problem = "expected )";
    return value;
  }
  if (*at == '-') {
    at++;
    return (int64_t)(0 - (uint64_t)primary());
  }
  if (islower((unsigned char)*at)) return variables[*at++ - 'a'];
  if (isdigit((unsigned char)*at)) {
    char *end;
    int64_t value = strtoll(at, &end, 0);
    at = end;
    return value;
  }
  problem = "expected a value";
  return 0;
}

static int64_t term(void) {
  int64_t left = primary();
  for (;;) {
    skip();
    char operator = *at;
    if (operator != '*' && operator != '/' && operator != '%') return left;
    at++;
    int64_t right = primary();
    if (operator == '*') left = (int64_t)((uint64_t)left * (uint64_t)right);
    else if (right == 0) problem = "division by zero";
    else if (right == -1) left = operator == '/' ? (int64_t)(0 - (uint64_t)left) : 0;
    else left = operator == '/' ? left / right : left % right;
  }
}

static int64_t expression(void) {
  int64_t left = term();
  for (;;) {
    skip();
    if (*at == '+') { at++; left = (int64_t)((uint64_t)left + (uint64_t)term()); }
    else if (*at == '-') { at++; left = (int64_t)((uint64_t)left - (uint64_t)term()); }
    else return left;
  }
}

int main(void) {
  char line[512];
  int number = 0;
  while (fgets(line, sizeof line, stdin)) {
    number++;
    line[strcspn(line, "\n")] = 0;
    at = line;
    problem = NULL;
    skip();
    if (!*at) continue;
    char target = 0;
    if (islower((unsigned char)at[0])) {
      const char *rest = at + 1;
      while (*rest == ' ') rest++;
      if (*rest == '=') {
        target = *at;
        at = rest + 1;
      }
    }
    int64_t value = expression();
    skip();
    if (!problem && *at) problem = "unexpected text";
    if (problem) {
      printf("line %d, column %d: %s\n", number, (int)(at - line) + 1, problem);
    } else if (target) {
      variables[target - 'a'] = value;
    } else {
      printf("%" PRId64 " 0x%" PRIx64 " %+010" PRId64 "|%-8" PRId64 "|\n", value, (uint64_t)value, value, value);
    }
  }
  return 0;
}
