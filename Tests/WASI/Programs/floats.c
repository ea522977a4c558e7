// Formats and reads floats, and computes some.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  double values[] = {0.0, -0.0, 1.0, 0.1, 1e100, 1.5e-310, 123456789.123456789, 1.0 / 3, -2.5, 3.14159265358979};
  for (int i = 0; i < 10; i++) printf("%g %.17g %f %e %a\n", values[i], values[i], values[i] < 1e20 ? values[i] : 0, values[i], values[i]);
  printf("%.3f %.10f %d\n", sqrt(2), sin(1), (int)floor(-1.5));
  char line[100];
  double sum = 0;
  while (fgets(line, sizeof line, stdin)) sum += strtod(line, NULL);
  printf("%.6f\n", sum);
  return 0;
}
