// csmith's runtime mentions these in wrappers for floats, which no program uses.
#ifndef SHIM_MATH_H
#define SHIM_MATH_H
float fabsf(float);
double fabs(double);
float ldexpf(float, int);
double ldexp(double, int);
#endif
