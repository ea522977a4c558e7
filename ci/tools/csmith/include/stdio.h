// The part of the standard header that csmith's runtime needs; shim.c defines the function.
#ifndef SHIM_STDIO_H
#define SHIM_STDIO_H
int printf(const char *format, ...);
#endif
