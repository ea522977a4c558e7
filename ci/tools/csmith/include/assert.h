// Assertions of csmith's runtime: none.
#ifndef SHIM_ASSERT_H
#define SHIM_ASSERT_H
#define assert(condition) ((void)0)
#endif
