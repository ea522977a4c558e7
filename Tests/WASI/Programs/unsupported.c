// What cannot be done fails with the right error.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void report(const char *what, long result) {
  printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "");
}

int main(void) {
  report("create", open("/new.txt", O_WRONLY | O_CREAT, 0666));
  report("write", open("/a.txt", O_RDWR));
  report("truncate", open("/a.txt", O_WRONLY | O_TRUNC));
  report("exclusive", open("/a.txt", O_RDONLY | O_CREAT | O_EXCL, 0666));
  report("mkdir", mkdir("/folder", 0777));
  report("mkdir again", mkdir("/data", 0777));
  report("unlink", unlink("/a.txt"));
  report("unlink missing", unlink("/missing.txt"));
  report("rmdir", rmdir("/data"));
  report("rename", rename("/a.txt", "/b.txt"));
  report("symlink", symlink("/a.txt", "/b.txt"));
  char buffer[16];
  report("readlink", readlink("/a.txt", buffer, sizeof buffer));
  report("seek output", (long)lseek(1, 0, SEEK_CUR));
  report("read output", (long)read(1, buffer, 1));
  report("write input", (long)write(0, buffer, 1));
  report("bad descriptor", (long)write(77, buffer, 1));
  report("input", (long)lseek(0, 0, SEEK_END));
  return 0;
}
