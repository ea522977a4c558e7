// A JAM authorizer in C: a package is authorized if its token is the configuration, byte by byte reversed. The trace, which
// refine can fetch, is the core that asks.
//
//   $ clang-19 --target=wasm32 -Os -nostdlib -Wl,--no-entry -o Examples/service-c/authorizer.wasm Examples/service-c/authorizer.c
//   $ wasm-pvm run Examples/service-c/authorizer.wasm --entry is_authorized --host Examples/service-c/state.json
//   exit: halt
//   output: 0200
#include "jam.h"

static uint8_t token[256], configuration[256], core[2];

JAM_ENTRY(is_authorized) uint64_t is_authorized(const uint8_t *arguments, uint32_t size) {
  uint64_t length = jam_fetch(token, 0, sizeof token, JAM_TOKEN, 0, 0);
  if (length > sizeof token || jam_fetch(configuration, 0, sizeof configuration, JAM_CONFIGURATION, 0, 0) != length)
    __builtin_trap();
  for (uint32_t i = 0; i < length; i++)
    if (token[i] != configuration[length - 1 - i]) __builtin_trap();
  for (uint32_t i = 0; i < size && i < sizeof core; i++) core[i] = arguments[i];
  return jam_output(core, sizeof core);
}
