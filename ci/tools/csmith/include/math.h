// What csmith's wrappers for floats use; the first two are instructions, and nothing calls the others.
#ifndef SHIM_MATH_H
#define SHIM_MATH_H
float fabsf(float);
double fabs(double);
float ldexpf(float, int);
double ldexp(double, int);
#endif
