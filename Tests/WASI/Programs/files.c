// Reads packed files in many ways.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void list(const char *path, int depth) {
  DIR *folder = opendir(path);
  if (!folder) {
    printf("%s: %s\n", path, strerror(errno));
    return;
  }
  char *names[64];
  int count = 0;
  struct dirent *entry;
  while ((entry = readdir(folder)) && count < 64) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    names[count++] = strdup(entry->d_name);
  }
  closedir(folder);
  qsort(names, (size_t)count, sizeof *names, by_name);
  for (int i = 0; i < count; i++) {
    char inner[256];
    snprintf(inner, sizeof inner, "%s/%s", path, names[i]);
    struct stat status;
    if (stat(inner, &status) != 0) {
      printf("%s: %s\n", inner, strerror(errno));
      continue;
    }
    int is_folder = S_ISDIR(status.st_mode);
    printf("%*s%s%s", 2 * depth, "", names[i], is_folder ? "/\n" : "");
    if (is_folder)
      list(inner, depth + 1);
    else
      printf(" %lld\n", (long long)status.st_size);
  }
}

static void show(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) {
    printf("%s: %s\n", path, strerror(errno));
    return;
  }
  char line[200];
  while (fgets(line, sizeof line, file)) printf("%s: %s", path, line);
  fclose(file);
}

int main(void) {
  list("/", 0);
  show("/a.txt");
  show("data/b.txt");
  show("./data/../data/./b.txt");
  show("/data/deep/er/c.txt");
  show("/missing.txt");
  show("/a.txt/x");
  show("/missing/x");
  FILE *file = fopen("/data/b.txt", "r");
  fseek(file, -6, SEEK_END);
  char end[8] = {0};
  printf("%zu", fread(end, 1, 7, file));
  printf(" %s at %ld\n", end, ftell(file));
  rewind(file);
  printf("%c\n", fgetc(file));
  fclose(file);
  int fd = open("/a.txt", O_RDONLY);
  printf("%zd", pread(fd, end, 3, 2));
  printf(" %.3s, position %lld\n", end, (long long)lseek(fd, 0, SEEK_CUR));
  printf("beyond: %lld", (long long)lseek(fd, 1000, SEEK_SET));
  printf(" %zd\n", read(fd, end, 3));
  errno = 0;
  printf("before: %lld", (long long)lseek(fd, -1, SEEK_SET));
  printf(" %s\n", strerror(errno));
  printf("closed: %d", close(fd));
  errno = 0;
  printf(" %zd", read(fd, end, 1));
  printf(" %s\n", strerror(errno));
  errno = 0;
  printf("folder: %d", open("/a.txt", O_RDONLY | O_DIRECTORY));
  printf(" %s\n", strerror(errno));
  return 0;
}
