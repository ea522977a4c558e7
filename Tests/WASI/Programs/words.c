// Counts the words of standard input, with a hash table, and prints the most frequent ones, by qsort.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
  struct entry *next;
  int count;
  char text[];
} entry_t;

static entry_t *table[256];
static int total;

static void add(const char *word) {
  unsigned hash = 5381;
  for (const char *c = word; *c; c++) hash = hash * 33 + (unsigned char)*c;
  for (entry_t *e = table[hash % 256]; e; e = e->next) {
    if (strcmp(e->text, word) == 0) {
      e->count++;
      return;
    }
  }
  entry_t *e = malloc(sizeof *e + strlen(word) + 1);
  e->count = 1;
  strcpy(e->text, word);
  e->next = table[hash % 256];
  table[hash % 256] = e;
  total++;
}

static int compare(const void *a, const void *b) {
  const entry_t *left = *(entry_t *const *)a, *right = *(entry_t *const *)b;
  return left->count != right->count ? right->count - left->count : strcmp(left->text, right->text);
}

int main(void) {
  char word[64];
  int length = 0, c;
  do {
    c = getchar();
    if (c != EOF && isalpha(c) && length < 63) {
      word[length++] = (char)tolower(c);
    } else if (length) {
      word[length] = 0;
      add(word);
      length = 0;
    }
  } while (c != EOF);
  entry_t **all = malloc(sizeof *all * (size_t)(total + 1));
  int n = 0;
  for (int i = 0; i < 256; i++)
    for (entry_t *e = table[i]; e; e = e->next) all[n++] = e;
  qsort(all, (size_t)n, sizeof *all, compare);
  for (int i = 0; i < n && i < 10; i++) printf("%5d %s\n", all[i]->count, all[i]->text);
  printf("%d words\n", n);
  return 0;
}
