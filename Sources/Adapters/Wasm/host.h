// What adapters have instead of an operating system: access to the machine, and what the environment module tells them.
// docs: Docs/WASI.md
#pragma once
#include <stdint.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t i64;

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

// The machine (Sources/WasmToLLVM/MachineImport.swift). `address` is a PVM address.
IMPORT("pvm", "load_u64") u64 load(u32 address);
IMPORT("pvm", "store_u8") void store_byte(u32 address, u32 value);
IMPORT("pvm", "store_u64") void store(u32 address, u64 value);
IMPORT("pvm", "copy") void copy(u32 destination, u32 source, u32 count);
IMPORT("pvm", "halt") _Noreturn void halt(u32 address, u32 length);
// The PVM address of a pointer into the program's memory.
IMPORT("env", "pvm_ptr") u64 machine_address(u64 pointer);
IMPORT("env", "host_call_5") u64 host_call_5(u64 index, u64 a, u64 b, u64 c, u64 d, u64 e);
IMPORT("env", "host_call_6") u64 host_call_6(u64 index, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f);

// The environment (Sources/Adapters/Environment.swift).
// The adapters' own bytes: STATE_SIZE and the room for the output.
IMPORT("pvm-host", "region") u32 region(void);
IMPORT("pvm-host", "output_capacity") u32 output_capacity(void);
// Whether standard output is the result, as a command's is unless it is to go to the log.
IMPORT("pvm-host", "collects_output") u32 collects_output(void);
// What random numbers start from, and whether that is the block's entropy instead.
IMPORT("pvm-host", "seed") u64 seed(void);
IMPORT("pvm-host", "uses_entropy") u32 uses_entropy(void);
// Lists of texts with a zero byte behind each: arguments (0) and environment variables (1).
IMPORT("pvm-host", "list_count") u32 list_count(u32 list);
IMPORT("pvm-host", "list_size") u32 list_size(u32 list);
IMPORT("pvm-host", "copy_list") void copy_list(u32 list, void *destination);
// The packed files: a tree of nodes from 0, the root; NO_NODE where there is none.
#define NO_NODE 0xFFFFFFFFu
IMPORT("pvm-host", "node_count") u32 node_count(void);
IMPORT("pvm-host", "node_is_folder") u32 node_is_folder(u32 node);
IMPORT("pvm-host", "node_size") u32 node_size(u32 node);
IMPORT("pvm-host", "node_parent") u32 node_parent(u32 node);
// The first node in a folder, and the next in the same one, by name.
IMPORT("pvm-host", "node_child") u32 node_child(u32 node);
IMPORT("pvm-host", "node_sibling") u32 node_sibling(u32 node);
// The node in a folder whose name is these bytes.
IMPORT("pvm-host", "node_named") u32 node_named(u32 folder, const u8 *name, u32 length);
IMPORT("pvm-host", "node_name_length") u32 node_name_length(u32 node);
IMPORT("pvm-host", "copy_name") void copy_name(u32 node, u8 *destination, u32 count);
IMPORT("pvm-host", "copy_data") void copy_data(u32 node, u32 offset, u8 *destination, u32 count);

// Host calls.
#define HOST_FETCH 1
#define HOST_LOG 100

// Levels of the log (JIP-1).
#define LEVEL_FATAL 0
#define LEVEL_INFORMATION 2

// Where things are in the region. A word is 8 bytes; all are zero at start.
#define ARGUMENTS 0         // the pointer to the argument bytes
#define ARGUMENTS_LENGTH 8
#define OUTPUT_LENGTH 16    // bytes of the result so far
#define LINE_LENGTH 24      // bytes of the unfinished line of the log
#define CLOCK 32            // nanoseconds since the start
#define RANDOM 40           // state of the random numbers
#define RANDOM_IS_SET 48
#define TEXT 64             // short texts for the log, up to 128 bytes
#define ENTROPY 192         // 32 bytes
#define FILES 1024          // two words for each descriptor: what it is, and the position
#define LINE 4096           // the unfinished line
#define LINE_CAPACITY 4096
#define STATE_SIZE 8192     // from here on, the output

static inline u64 word(u32 place) { return load(region() + place); }
static inline void set_word(u32 place, u64 value) { store(region() + place, value); }

// Puts up to 8 characters, lowest byte first, at a place.
#define TEXT8(a, b, c, d, e, f, g, h)                                                                         \
  ((u64)(u8)(a) | (u64)(u8)(b) << 8 | (u64)(u8)(c) << 16 | (u64)(u8)(d) << 24 | (u64)(u8)(e) << 32 |          \
   (u64)(u8)(f) << 40 | (u64)(u8)(g) << 48 | (u64)(u8)(h) << 56)

// Writes a line to the log. Host call 100: level, target, message.
static inline void write_log(u32 level, u32 target, u32 target_length, u32 message, u32 length) {
  host_call_5(HOST_LOG, level, target, target_length, message, length);
}
