#pragma once

#include <stddef.h>

extern const unsigned char hearth_launcher_start[];
extern const unsigned char hearth_launcher_end[];

/// The file of a small static program that starts the program beside it, `bin/bootstrap`, with the loader and the
/// libraries beside it, in `lib`. It asks nothing of the machine but its kernel.
static inline const unsigned char *hearth_launcher_bytes(void) { return hearth_launcher_start; }
static inline size_t hearth_launcher_count(void) { return (size_t)(hearth_launcher_end - hearth_launcher_start); }
