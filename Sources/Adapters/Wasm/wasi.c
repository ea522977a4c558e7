// The functions of wasi_snapshot_preview1 on the PVM: standard input is the argument bytes, standard output the result,
// standard error the log; packed files can be read; nothing else of the outside world exists. docs: Docs/WASI.md
//
// The module's memory is the program's, so everything of its own is in the region or in local variables.
#include "host.h"

typedef int errno_t;
enum {
  SUCCESS = 0, ACCES = 2, BADF = 8, EXIST = 20, INVAL = 28, ISDIR = 31, LOOP = 32, MFILE = 33, NAMETOOLONG = 37,
  NOENT = 44, NOTDIR = 54, NOTSOCK = 57, NOTSUP = 58, PERM = 63, ROFS = 69, SPIPE = 70, NOTCAPABLE = 76,
};

#define FUNCTION(name) EXPORT("wasi_snapshot_preview1." #name)

// What the first word of a descriptor says; a packed file or folder is FIRST_NODE and its node.
enum { UNTOUCHED, CLOSED, INPUT, OUTPUT, ERROR, FIRST_NODE };
#define DESCRIPTORS 128

enum { TYPE_UNKNOWN = 0, TYPE_DIRECTORY = 3, TYPE_REGULAR = 4 };

// Rights.
#define RIGHT_READ (1ull << 1)
#define RIGHT_SEEK (1ull << 2)
#define RIGHT_TELL (1ull << 5)
#define RIGHT_WRITE (1ull << 6)
// A folder lets everything through: what cannot be is refused with a better error where it is tried.
#define RIGHTS_OF_FOLDER ((1ull << 29) - 1)
#define RIGHTS_OF_FILE (RIGHT_READ | RIGHT_SEEK | RIGHT_TELL | 1ull << 21 | 1ull << 27)
#define RIGHTS_OF_OUTPUT (RIGHT_WRITE | 1ull << 21 | 1ull << 27)

typedef struct { u8 *start; u32 count; } range_t;

// MARK: Descriptors

static inline u32 place_of(u32 fd) { return FILES + 16 * fd; }

static u32 kind_of(u32 fd) {
  if (fd >= DESCRIPTORS) return CLOSED;
  u32 kind = (u32)word(place_of(fd));
  if (kind != UNTOUCHED) return kind;
  if (fd < 3) return INPUT + fd;
  return fd == 3 && node_count() != 0 ? FIRST_NODE : CLOSED;
}

static inline u32 is_node(u32 kind) { return kind >= FIRST_NODE; }
static inline u32 is_folder(u32 kind) { return is_node(kind) && node_is_folder(kind - FIRST_NODE); }
// Whether there are bytes to read.
static inline u32 is_source(u32 kind) { return kind == INPUT || (is_node(kind) && !is_folder(kind)); }

static u64 size_of(u32 kind) {
  if (kind == INPUT) return word(ARGUMENTS_LENGTH);
  return is_source(kind) ? node_size(kind - FIRST_NODE) : 0;
}

static u32 type_of(u32 kind) {
  return is_folder(kind) ? TYPE_DIRECTORY : is_source(kind) ? TYPE_REGULAR : TYPE_UNKNOWN;
}

static inline u64 position_of(u32 fd) { return word(place_of(fd) + 8); }
static inline void set_position(u32 fd, u64 position) { set_word(place_of(fd) + 8, position); }

static inline void set_descriptor(u32 fd, u32 kind, u64 position) {
  set_word(place_of(fd), kind);
  set_position(fd, position);
}

// MARK: Output

static void flush_line(void) {
  u32 length = (u32)word(LINE_LENGTH);
  if (length == 0) return;
  u32 base = region();
  store(base + TEXT, TEXT8('s', 't', 'd', 'e', 'r', 'r', 0, 0));
  write_log(LEVEL_INFORMATION, base + TEXT, 6, base + LINE, length);
  store(base + LINE_LENGTH, 0);
}

// A line of the log for each line of the text.
static void write_lines(const u8 *text, u32 count) {
  u32 base = region();
  u32 length = (u32)word(LINE_LENGTH);
  for (u32 i = 0; i < count; i++) {
    u8 byte = text[i];
    u32 is_end = byte == '\n';
    if (!is_end) store_byte(base + LINE + length++, byte);
    if (is_end && length == 0) store_byte(base + LINE + length++, ' ');
    if (is_end || length == LINE_CAPACITY) {
      set_word(LINE_LENGTH, length);
      flush_line();
      length = 0;
    }
  }
  set_word(LINE_LENGTH, length);
}

static inline u32 append_digits(u32 place, u32 number) {
  u32 digits = 1;
  for (u32 rest = number; rest >= 10; rest /= 10) digits++;
  for (u32 i = digits; i > 0; i--, number /= 10) store_byte(place + i - 1, '0' + number % 10);
  return place + digits;
}

// Logs "WORD N" as the program's last words, and traps.
static _Noreturn void fail(u64 first, u64 second, u32 length, u32 number) {
  flush_line();
  u32 base = region();
  store(base + TEXT, TEXT8('w', 'a', 's', 'i', 0, 0, 0, 0));
  store(base + TEXT + 8, first);
  store(base + TEXT + 16, second);
  u32 end = append_digits(base + TEXT + 8 + length, number);
  write_log(LEVEL_FATAL, base + TEXT, 4, base + TEXT + 8, end - (base + TEXT + 8));
  __builtin_trap();
}

static void append_output(const u8 *bytes, u32 count) {
  u64 length = word(OUTPUT_LENGTH);
  if (length + count > output_capacity())
    fail(
        TEXT8('o', 'u', 't', 'p', 'u', 't', ' ', 'e'), TEXT8('x', 'c', 'e', 'e', 'd', 's', ' ', 0), 15,
        output_capacity());
  copy(region() + STATE_SIZE + (u32)length, (u32)machine_address((u32)bytes), count);
  set_word(OUTPUT_LENGTH, length + count);
}

// MARK: A command's run

EXPORT("pvm-host.begin") void begin(u32 arguments, u32 length) {
  set_word(ARGUMENTS, arguments);
  set_word(ARGUMENTS_LENGTH, length);
}

EXPORT("pvm-host.finish") _Noreturn void finish(void) {
  flush_line();
  halt(region() + STATE_SIZE, (u32)word(OUTPUT_LENGTH));
}

// Logs the lines of standard output, which is no result when the program fails.
static void log_output(void) {
  u32 base = region();
  u32 line = base + STATE_SIZE;
  u32 end = line + (u32)word(OUTPUT_LENGTH);
  store(base + TEXT, TEXT8('s', 't', 'd', 'o', 'u', 't', 0, 0));
  while (line < end) {
    u32 stop = line;
    // Of a whole word, so that nothing behind the page is read.
    while (stop < end && (u8)(load(stop & ~7u) >> (8 * (stop & 7))) != '\n') stop++;
    if (stop > line) write_log(LEVEL_INFORMATION, base + TEXT, 6, line, stop - line);
    line = stop + 1;
  }
}

FUNCTION(proc_exit) _Noreturn void proc_exit(u32 code) {
  if (code == 0) finish();
  flush_line();
  log_output();
  fail(TEXT8('e', 'x', 'i', 't', ' ', 'c', 'o', 'd'), TEXT8('e', ' ', 0, 0, 0, 0, 0, 0), 10, code);
}

FUNCTION(proc_raise) errno_t proc_raise(u32 number) {
  fail(TEXT8('s', 'i', 'g', 'n', 'a', 'l', ' ', 0), 0, 7, number);
}

FUNCTION(sched_yield) errno_t sched_yield(void) { return SUCCESS; }

// MARK: Arguments and environment

static errno_t list_sizes(u32 list, u32 *count, u32 *size) {
  *count = list_count(list);
  *size = list_size(list);
  return SUCCESS;
}

static errno_t list_get(u32 list, u8 **pointers, u8 *bytes) {
  copy_list(list, bytes);
  u32 count = list_count(list);
  for (u32 i = 0; i < count; i++) {
    pointers[i] = bytes;
    while (*bytes++ != 0) {}
  }
  return SUCCESS;
}

FUNCTION(args_sizes_get) errno_t args_sizes_get(u32 *count, u32 *size) { return list_sizes(0, count, size); }
FUNCTION(args_get) errno_t args_get(u8 **pointers, u8 *bytes) { return list_get(0, pointers, bytes); }
FUNCTION(environ_sizes_get) errno_t environ_sizes_get(u32 *count, u32 *size) { return list_sizes(1, count, size); }
FUNCTION(environ_get) errno_t environ_get(u8 **pointers, u8 *bytes) { return list_get(1, pointers, bytes); }

// MARK: Time

// What a look at a clock takes, and their resolution, in nanoseconds.
#define TICK 1000000ull
// The beginning of JAM's common era, in nanoseconds since 1970.
#define EPOCH 1735732800000000000ull
enum { REALTIME, MONOTONIC, CLOCKS = 4 };

static inline u64 now(u32 clock, u64 elapsed) { return clock == REALTIME ? EPOCH + elapsed : elapsed; }

FUNCTION(clock_res_get) errno_t clock_res_get(u32 clock, u64 *result) {
  if (clock >= CLOCKS) return INVAL;
  *result = TICK;
  return SUCCESS;
}

FUNCTION(clock_time_get) errno_t clock_time_get(u32 clock, u64 precision, u64 *result) {
  if (clock >= CLOCKS) return INVAL;
  u64 elapsed = word(CLOCK) + TICK;
  set_word(CLOCK, elapsed);
  *result = now(clock, elapsed);
  return SUCCESS;
}

enum { EVENT_CLOCK, EVENT_READ, EVENT_WRITE };
typedef struct {
  u64 userdata;
  u8 type;
  _Alignas(8) u32 target;   // the clock or the descriptor
  u64 timeout;
  u64 precision;
  uint16_t flags;
} subscription_t;
typedef struct {
  u64 userdata;
  uint16_t error;
  u8 type;
  u64 bytes;
  uint16_t flags;
} event_t;
_Static_assert(sizeof(subscription_t) == 48 && sizeof(event_t) == 32, "layout");

// How long a subscription of a clock has to wait.
static u64 wait_of(const subscription_t *subscription) {
  u64 timeout = subscription->timeout;
  if ((subscription->flags & 1) == 0) return timeout;
  u64 time = now(subscription->target, word(CLOCK));
  return timeout > time ? timeout - time : 0;
}

FUNCTION(poll_oneoff) errno_t poll_oneoff(const subscription_t *in, event_t *out, u32 count, u32 *events) {
  if (count == 0) return INVAL;
  // Descriptors are always ready; otherwise time passes until the first clock rings.
  u64 wait = UINT64_MAX;
  for (u32 i = 0; i < count; i++) {
    u64 own = in[i].type == EVENT_CLOCK && in[i].target < CLOCKS ? wait_of(&in[i]) : 0;
    if (own < wait) wait = own;
  }
  u32 made = 0;
  for (u32 i = 0; i < count; i++) {
    u32 is_clock = in[i].type == EVENT_CLOCK;
    if (is_clock && in[i].target < CLOCKS && wait_of(&in[i]) > wait) continue;
    event_t *event = &out[made++];
    u32 kind = is_clock ? CLOSED : kind_of(in[i].target);
    event->userdata = in[i].userdata;
    event->type = in[i].type;
    event->error = SUCCESS;
    event->bytes = 0;
    event->flags = 0;
    if (is_clock) {
      if (in[i].target >= CLOCKS) event->error = INVAL;
    } else if (kind == CLOSED) {
      event->error = BADF;
    } else if (in[i].type == EVENT_READ && is_source(kind)) {
      u64 position = position_of(in[i].target);
      event->bytes = position < size_of(kind) ? size_of(kind) - position : 0;
    }
  }
  set_word(CLOCK, word(CLOCK) + wait);
  *events = made;
  return SUCCESS;
}

// MARK: Random numbers

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
static u64 next_random(void) {
  if (word(RANDOM_IS_SET) == 0) {
    u64 state = seed();
    if (uses_entropy()) {
      u32 place = region() + ENTROPY;
      host_call_6(HOST_FETCH, place, 0, 32, 1, 0, 0);
      for (u32 i = 0; i < 32; i += 8) state = state * 0xD1342543DE82EF95ull + load(place + i);
    }
    set_word(RANDOM, state);
    set_word(RANDOM_IS_SET, 1);
  }
  u64 state = word(RANDOM) + 0x9E3779B97F4A7C15ull;
  set_word(RANDOM, state);
  state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9ull;
  state = (state ^ state >> 27) * 0x94D049BB133111EBull;
  return state ^ state >> 31;
}

FUNCTION(random_get) errno_t random_get(u8 *bytes, u32 count) {
  for (u32 i = 0; i < count; i += 8) {
    u64 number = next_random();
    for (u32 j = i; j < count && j < i + 8; j++, number >>= 8) bytes[j] = (u8)number;
  }
  return SUCCESS;
}

// MARK: Reading and writing

// Copies bytes from a position on; gives how many there were.
static u32 read_at(u32 kind, u64 position, u8 *destination, u32 count) {
  u64 size = size_of(kind);
  if (position >= size) return 0;
  if (count > size - position) count = (u32)(size - position);
  if (kind == INPUT)
    __builtin_memcpy(destination, (const u8 *)(u32)(word(ARGUMENTS) + position), count);
  else
    copy_data(kind - FIRST_NODE, (u32)position, destination, count);
  return count;
}

static errno_t read_ranges(u32 kind, u64 position, const range_t *ranges, u32 count, u32 *result) {
  u32 sum = 0;
  for (u32 i = 0; i < count; i++) {
    u32 got = read_at(kind, position + sum, ranges[i].start, ranges[i].count);
    sum += got;
    if (got < ranges[i].count) break;
  }
  *result = sum;
  return SUCCESS;
}

// Why a descriptor cannot be read from.
static errno_t unreadable(u32 kind) {
  return kind == CLOSED ? BADF : is_folder(kind) ? ISDIR : NOTCAPABLE;
}

FUNCTION(fd_read) errno_t fd_read(u32 fd, const range_t *ranges, u32 count, u32 *result) {
  u32 kind = kind_of(fd);
  if (!is_source(kind)) return unreadable(kind);
  u64 position = position_of(fd);
  read_ranges(kind, position, ranges, count, result);
  set_position(fd, position + *result);
  return SUCCESS;
}

FUNCTION(fd_pread) errno_t fd_pread(u32 fd, const range_t *ranges, u32 count, u64 position, u32 *result) {
  u32 kind = kind_of(fd);
  return is_source(kind) ? read_ranges(kind, position, ranges, count, result) : unreadable(kind);
}

FUNCTION(fd_write) errno_t fd_write(u32 fd, const range_t *ranges, u32 count, u32 *result) {
  u32 kind = kind_of(fd);
  if (kind != OUTPUT && kind != ERROR) return kind == CLOSED ? BADF : NOTCAPABLE;
  u32 sum = 0;
  for (u32 i = 0; i < count; i++) {
    if (kind == OUTPUT && collects_output())
      append_output(ranges[i].start, ranges[i].count);
    else
      write_lines(ranges[i].start, ranges[i].count);
    sum += ranges[i].count;
  }
  *result = sum;
  return SUCCESS;
}

FUNCTION(fd_pwrite) errno_t fd_pwrite(u32 fd, const range_t *ranges, u32 count, u64 position, u32 *result) {
  u32 kind = kind_of(fd);
  return kind == CLOSED ? BADF : kind == OUTPUT || kind == ERROR ? SPIPE : NOTCAPABLE;
}

FUNCTION(fd_seek) errno_t fd_seek(u32 fd, i64 offset, u32 whence, u64 *result) {
  u32 kind = kind_of(fd);
  if (!is_source(kind)) return kind == OUTPUT || kind == ERROR ? SPIPE : unreadable(kind);
  i64 base;
  switch (whence) {
    case 0: base = 0; break;
    case 1: base = (i64)position_of(fd); break;
    case 2: base = (i64)size_of(kind); break;
    default: return INVAL;
  }
  i64 position;
  if (__builtin_add_overflow(base, offset, &position) || position < 0) return INVAL;
  set_position(fd, (u64)position);
  *result = (u64)position;
  return SUCCESS;
}

FUNCTION(fd_tell) errno_t fd_tell(u32 fd, u64 *result) { return fd_seek(fd, 0, 1, result); }

// What concerns only whether a descriptor is open.
static errno_t if_open(u32 fd, errno_t result) { return kind_of(fd) == CLOSED ? BADF : result; }

FUNCTION(fd_advise) errno_t fd_advise(u32 fd, u64 offset, u64 length, u32 advice) { return if_open(fd, SUCCESS); }
FUNCTION(fd_datasync) errno_t fd_datasync(u32 fd) { return if_open(fd, SUCCESS); }
FUNCTION(fd_sync) errno_t fd_sync(u32 fd) { return if_open(fd, SUCCESS); }
FUNCTION(fd_fdstat_set_flags) errno_t fd_fdstat_set_flags(u32 fd, u32 flags) { return if_open(fd, SUCCESS); }
FUNCTION(fd_fdstat_set_rights) errno_t fd_fdstat_set_rights(u32 fd, u64 base, u64 inheriting) {
  return if_open(fd, SUCCESS);
}
FUNCTION(fd_allocate) errno_t fd_allocate(u32 fd, u64 offset, u64 length) { return if_open(fd, ROFS); }
FUNCTION(fd_filestat_set_size) errno_t fd_filestat_set_size(u32 fd, u64 size) { return if_open(fd, ROFS); }
FUNCTION(fd_filestat_set_times) errno_t fd_filestat_set_times(u32 fd, u64 access, u64 change, u32 flags) {
  return if_open(fd, ROFS);
}

FUNCTION(fd_close) errno_t fd_close(u32 fd) {
  if (kind_of(fd) == CLOSED) return BADF;
  set_descriptor(fd, CLOSED, 0);
  return SUCCESS;
}

FUNCTION(fd_renumber) errno_t fd_renumber(u32 from, u32 to) {
  u32 kind = kind_of(from);
  if (kind == CLOSED || kind_of(to) == CLOSED) return BADF;
  if (from == to) return SUCCESS;
  set_descriptor(to, kind, position_of(from));
  set_descriptor(from, CLOSED, 0);
  return SUCCESS;
}

// MARK: What descriptors and files are

typedef struct { u8 type; uint16_t flags; u64 base, inheriting; } fdstat_t;
typedef struct { u64 device, inode; u8 type; u64 links, size, access, change, status; } filestat_t;
_Static_assert(sizeof(fdstat_t) == 24 && sizeof(filestat_t) == 64, "layout");

FUNCTION(fd_fdstat_get) errno_t fd_fdstat_get(u32 fd, fdstat_t *result) {
  u32 kind = kind_of(fd);
  if (kind == CLOSED) return BADF;
  result->type = type_of(kind);
  result->flags = 0;
  result->base = is_folder(kind) ? RIGHTS_OF_FOLDER : is_source(kind) ? RIGHTS_OF_FILE : RIGHTS_OF_OUTPUT;
  result->inheriting = is_folder(kind) ? RIGHTS_OF_FOLDER : 0;
  return SUCCESS;
}

static errno_t describe(u32 kind, filestat_t *result) {
  result->device = is_node(kind);
  result->inode = kind;
  result->type = type_of(kind);
  result->links = 1;
  result->size = size_of(kind);
  result->access = result->change = result->status = EPOCH;
  return SUCCESS;
}

FUNCTION(fd_filestat_get) errno_t fd_filestat_get(u32 fd, filestat_t *result) {
  u32 kind = kind_of(fd);
  return kind == CLOSED ? BADF : describe(kind, result);
}

// Whether a descriptor is the one that is there from the start: the folder "/".
static u32 is_prestat(u32 fd) { return fd == 3 && kind_of(fd) == FIRST_NODE; }

FUNCTION(fd_prestat_get) errno_t fd_prestat_get(u32 fd, u32 *result) {
  if (!is_prestat(fd)) return BADF;
  result[0] = 0;
  result[1] = 1;
  return SUCCESS;
}

FUNCTION(fd_prestat_dir_name) errno_t fd_prestat_dir_name(u32 fd, u8 *path, u32 length) {
  if (!is_prestat(fd)) return BADF;
  if (length < 1) return NAMETOOLONG;
  path[0] = '/';
  return SUCCESS;
}

// Appends a word to a buffer, as far as there is room.
static u32 put(u8 *buffer, u32 size, u32 used, u64 number) {
  for (u32 i = 0; i < 8 && used < size; i++, number >>= 8) buffer[used++] = (u8)number;
  return used;
}

FUNCTION(fd_readdir) errno_t fd_readdir(u32 fd, u8 *buffer, u32 size, u64 cookie, u32 *result) {
  u32 kind = kind_of(fd);
  if (kind == CLOSED) return BADF;
  if (!is_folder(kind)) return NOTDIR;
  u32 folder = kind - FIRST_NODE;
  u32 child = node_child(folder);
  u32 used = 0;
  for (u64 entry = 0; used < size; entry++) {
    // First "." and "..": the folder and the one that it is in; nothing is above the first.
    u32 dots = entry < 2 ? (u32)entry + 1 : 0;
    u32 node = dots == 0 ? child : dots == 1 ? folder : node_parent(folder);
    if (node == NO_NODE) break;
    if (dots == 0) child = node_sibling(child);
    if (entry < cookie) continue;
    // Next cookie, inode, length of the name and type; the last entry is cut off where the buffer ends.
    u32 count = dots != 0 ? dots : node_name_length(node);
    used = put(buffer, size, used, entry + 1);
    used = put(buffer, size, used, FIRST_NODE + node);
    used = put(buffer, size, used, count | (u64)type_of(FIRST_NODE + node) << 32);
    if (count > size - used) count = size - used;
    if (dots != 0) {
      for (u32 i = 0; i < count; i++) buffer[used + i] = '.';
    } else {
      copy_name(node, buffer + used, count);
    }
    used += count;
  }
  *result = used;
  return SUCCESS;
}

// MARK: Paths

// What a path in a folder leads to: the node in the low half, the error in the high one.
typedef u64 resolved_t;
static inline resolved_t unresolved(errno_t error) { return (u64)error << 32; }
static inline errno_t error_of(resolved_t resolved) { return (errno_t)(resolved >> 32); }

static resolved_t resolve(u32 fd, const u8 *path, u32 length) {
  u32 kind = kind_of(fd);
  if (kind == CLOSED) return unresolved(BADF);
  if (!is_folder(kind)) return unresolved(NOTDIR);
  // Paths from the root are another host's; they belong to no descriptor.
  if (length == 0) return unresolved(NOENT);
  if (path[0] == '/') return unresolved(NOTCAPABLE);
  u32 node = kind - FIRST_NODE;
  u32 start = 0;
  while (start < length) {
    u32 end = start;
    while (end < length && path[end] != '/') end++;
    if (!node_is_folder(node)) return unresolved(NOTDIR);
    u32 count = end - start;
    if (count == 2 && path[start] == '.' && path[start + 1] == '.') {
      // Nothing is above the folder that the path starts from.
      if (node == kind - FIRST_NODE) return unresolved(NOTCAPABLE);
      node = node_parent(node);
    } else if (count > 1 || (count == 1 && path[start] != '.')) {
      node = node_named(node, path + start, count);
      if (node == NO_NODE) {
        // The missing name may be the last: then its folder is known.
        while (end < length && path[end] == '/') end++;
        return unresolved(end == length ? NOENT : LOOP);
      }
    }
    start = end + 1;
  }
  return path[length - 1] == '/' && !node_is_folder(node) ? unresolved(NOTDIR) : node;
}

// The error of a path that has to exist.
static inline errno_t missing(errno_t error) { return error == LOOP ? NOENT : error; }

FUNCTION(path_open)
errno_t path_open(
    u32 folder, u32 lookup, const u8 *path, u32 length, u32 flags, u64 rights, u64 inheriting, u32 descriptor_flags,
    u32 *result) {
  enum { CREATE = 1, DIRECTORY = 2, EXCLUSIVE = 4, TRUNCATE = 8 };
  resolved_t resolved = resolve(folder, path, length);
  errno_t error = error_of(resolved);
  if (error == NOENT && (flags & CREATE) != 0 && length != 0) return ROFS;
  if (error != SUCCESS) return missing(error);
  u32 node = (u32)resolved;
  if ((flags & CREATE) != 0 && (flags & EXCLUSIVE) != 0) return EXIST;
  if (node_is_folder(node)) {
    if ((flags & TRUNCATE) != 0) return ISDIR;
  } else {
    if ((flags & DIRECTORY) != 0) return NOTDIR;
    if ((flags & TRUNCATE) != 0 || (rights & RIGHT_WRITE) != 0) return ROFS;
  }
  for (u32 fd = 0; fd < DESCRIPTORS; fd++) {
    if (kind_of(fd) != CLOSED) continue;
    set_descriptor(fd, FIRST_NODE + node, 0);
    *result = fd;
    return SUCCESS;
  }
  return MFILE;
}

FUNCTION(path_filestat_get)
errno_t path_filestat_get(u32 folder, u32 lookup, const u8 *path, u32 length, filestat_t *result) {
  resolved_t resolved = resolve(folder, path, length);
  errno_t error = error_of(resolved);
  return error == SUCCESS ? describe(FIRST_NODE + (u32)resolved, result) : missing(error);
}

FUNCTION(path_readlink)
errno_t path_readlink(u32 folder, const u8 *path, u32 length, u8 *buffer, u32 size, u32 *result) {
  resolved_t resolved = resolve(folder, path, length);
  errno_t error = error_of(resolved);
  return error == SUCCESS ? INVAL : missing(error);
}

// Something that changes what a path leads to, which has to exist.
static errno_t change(u32 folder, const u8 *path, u32 length) {
  resolved_t resolved = resolve(folder, path, length);
  errno_t error = error_of(resolved);
  return error == SUCCESS ? ROFS : missing(error);
}

// Something that makes what a path leads to.
static errno_t create(u32 folder, const u8 *path, u32 length) {
  resolved_t resolved = resolve(folder, path, length);
  errno_t error = error_of(resolved);
  return error == SUCCESS ? EXIST : error == NOENT && length != 0 ? ROFS : missing(error);
}

FUNCTION(path_create_directory) errno_t path_create_directory(u32 folder, const u8 *path, u32 length) {
  return create(folder, path, length);
}
FUNCTION(path_remove_directory) errno_t path_remove_directory(u32 folder, const u8 *path, u32 length) {
  return change(folder, path, length);
}
FUNCTION(path_unlink_file) errno_t path_unlink_file(u32 folder, const u8 *path, u32 length) {
  return change(folder, path, length);
}
FUNCTION(path_filestat_set_times)
errno_t path_filestat_set_times(
    u32 folder, u32 lookup, const u8 *path, u32 length, u64 access, u64 changed, u32 flags) {
  return change(folder, path, length);
}
FUNCTION(path_rename)
errno_t path_rename(
    u32 folder, const u8 *path, u32 length, u32 new_folder, const u8 *new_path, u32 new_length) {
  return change(folder, path, length);
}
FUNCTION(path_link)
errno_t path_link(
    u32 folder, u32 lookup, const u8 *path, u32 length, u32 new_folder, const u8 *new_path, u32 new_length) {
  errno_t error = change(folder, path, length);
  return error == ROFS ? create(new_folder, new_path, new_length) : error;
}
FUNCTION(path_symlink)
errno_t path_symlink(const u8 *target, u32 target_length, u32 folder, const u8 *path, u32 length) {
  return create(folder, path, length);
}

// MARK: Sockets

FUNCTION(sock_accept) errno_t sock_accept(u32 fd, u32 flags, u32 *result) { return if_open(fd, NOTSOCK); }
FUNCTION(sock_recv)
errno_t sock_recv(u32 fd, const range_t *ranges, u32 count, u32 flags, u32 *size, u32 *result) {
  return if_open(fd, NOTSOCK);
}
FUNCTION(sock_send) errno_t sock_send(u32 fd, const range_t *ranges, u32 count, u32 flags, u32 *size) {
  return if_open(fd, NOTSOCK);
}
FUNCTION(sock_shutdown) errno_t sock_shutdown(u32 fd, u32 how) { return if_open(fd, NOTSOCK); }
