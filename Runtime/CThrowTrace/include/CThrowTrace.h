#pragma once

#include <stddef.h>
#include <stdint.h>

/// Notes from now on where in this program errors are thrown, of the last few of them.
void cthrowtrace_begin(void);

/// Where `error`, the box of an existential, or the last error of this `type` that was thrown typed, was thrown: return
/// addresses from the throw outwards, as the program's file counts them. Returns how many.
size_t cthrowtrace_find(const void *error, const void *type, uintptr_t *frames, size_t most);

/// The demangled name of the Swift function that holds the address, to be freed; `NULL` where it is no Swift function's.
/// `*knows` tells whether the program has a symbol table.
char *cthrowtrace_name(uintptr_t address, _Bool *knows);
