// Clocks go forward, sleeping takes its time, random bytes differ.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC, &before);
  nanosleep(&(struct timespec){.tv_sec = 2, .tv_nsec = 500000000}, NULL);
  clock_gettime(CLOCK_MONOTONIC, &after);
  long long elapsed = (after.tv_sec - before.tv_sec) * 1000000000ll + after.tv_nsec - before.tv_nsec;
  puts(elapsed >= 2500000000ll && elapsed < 3500000000ll ? "slept" : "did not sleep");
  time_t now = time(NULL);
  puts(now > 1700000000 ? "a time of these years" : "long ago");
  unsigned char first[20] = {0}, second[20] = {0};
  if (getentropy(first, sizeof first) != 0 || getentropy(second, sizeof second) != 0) return 1;
  puts(memcmp(first, second, sizeof first) ? "random" : "the same");
  struct tm date;
  time_t moment = 1735732800;
  gmtime_r(&moment, &date);
  char text[64];
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %j", &date);
  puts(text);
  return 0;
}
