// An interpreter: the program is on standard input up to '!', its input behind that.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  static char code[65536];
  static int jump[65536];
  static unsigned char tape[30000];
  int size = 0, c;
  while ((c = getchar()) != EOF && c != '!')
    if (strchr("+-<>.,[]", c) && size < 65536) code[size++] = (char)c;
  int stack[1000], depth = 0;
  for (int i = 0; i < size; i++) {
    if (code[i] == '[') {
      if (depth == 1000) return 2;
      stack[depth++] = i;
    } else if (code[i] == ']') {
      if (depth == 0) {
        fprintf(stderr, "unbalanced at %d\n", i);
        return 3;
      }
      jump[i] = stack[--depth];
      jump[jump[i]] = i;
    }
  }
  int p = 0;
  for (int i = 0; i < size; i++) {
    switch (code[i]) {
      case '+': tape[p]++; break;
      case '-': tape[p]--; break;
      case '>': p++; break;
      case '<': p--; break;
      case '.': putchar(tape[p]); break;
      case ',': c = getchar(); tape[p] = c == EOF ? 0 : (unsigned char)c; break;
      case '[': if (!tape[p]) i = jump[i]; break;
      case ']': if (tape[p]) i = jump[i]; break;
    }
  }
  return 0;
}
