#define _GNU_SOURCE
#include "CThrowTrace.h"

#if defined(__linux__)
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// Swift's runtime calls these before an error is thrown: an existential one, and one of a type that the function names.
// https://github.com/swiftlang/swift/blob/main/stdlib/public/runtime/ErrorObjectCommon.cpp
extern _Atomic(void (*)(void *)) _swift_willThrow;
extern _Atomic(void (*)(void *, const void *, const void *)) _swift_willThrowTypedImpl;

/// https://github.com/swiftlang/swift/blob/main/include/swift/Demangling/Demangle.h
extern char *swift_demangle(const char *name, size_t length, char *buffer, size_t *buffer_bytes, uint32_t flags);

// The first and the last byte of the program's text, as the linker knows them.
extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern const char etext[];

// MARK: Noting

#define FRAMES 32
#define TRACES 16

struct trace {
    const void *error, *type;
    size_t count;
    uintptr_t frames[FRAMES];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct trace traces[TRACES];
static unsigned thrown;

/// How much higher the program lies in memory than its file says: nothing where it cannot be moved.
static uintptr_t shift;

static void (*former)(void *);
static void (*former_typed)(void *, const void *, const void *);

/// Where this thread's stack ends; 1 where nobody can tell.
static _Thread_local uintptr_t stack_end;

static uintptr_t find_stack_end(void) {
    pthread_attr_t attributes;
    void *start;
    size_t bytes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 1;
    int status = pthread_attr_getstack(&attributes, &start, &bytes);
    pthread_attr_destroy(&attributes);
    return status == 0 ? (uintptr_t)start + bytes : 1;
}

/// Follows the frame pointers, which Swift keeps. Those of other languages may be anything: none is followed but further
/// up the stack.
static void note(const void *error, const void *type, uintptr_t frame) {
    if (stack_end == 0) stack_end = find_stack_end();
    pthread_mutex_lock(&lock);
    struct trace *trace = &traces[thrown++ % TRACES];
    trace->error = error;
    trace->type = type;
    trace->count = 0;
    while (trace->count < FRAMES && frame % sizeof(uintptr_t) == 0 && frame + 2 * sizeof(uintptr_t) <= stack_end) {
        const uintptr_t *record = (const uintptr_t *)frame;
        if (record[1] >= (uintptr_t)__ehdr_start && record[1] < (uintptr_t)etext) {
            trace->frames[trace->count++] = record[1] - shift;
        }
        if (record[0] <= frame) break;
        frame = record[0];
    }
    pthread_mutex_unlock(&lock);
}

static void will_throw(void *error) {
    note(error, NULL, (uintptr_t)__builtin_frame_address(0));
    if (former != NULL) former(error);
}

static void will_throw_typed(void *error, const void *type, const void *conformance) {
    note(NULL, type, (uintptr_t)__builtin_frame_address(0));
    if (former_typed != NULL) former_typed(error, type, conformance);
}

static void begin(void) {
    if (((const ElfW(Ehdr) *)__ehdr_start)->e_type == ET_DYN) shift = (uintptr_t)__ehdr_start;
    former = atomic_exchange(&_swift_willThrow, will_throw);
    former_typed = atomic_exchange(&_swift_willThrowTypedImpl, will_throw_typed);
}

void cthrowtrace_begin(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, begin);
}

size_t cthrowtrace_find(const void *error, const void *type, uintptr_t *frames, size_t most) {
    size_t count = 0;
    pthread_mutex_lock(&lock);
    for (unsigned back = 1; back <= TRACES && back <= thrown; back++) {
        const struct trace *trace = &traces[(thrown - back) % TRACES];
        if (trace->error != NULL ? trace->error != error : trace->type != type) continue;
        count = trace->count < most ? trace->count : most;
        memcpy(frames, trace->frames, count * sizeof(uintptr_t));
        break;
    }
    pthread_mutex_unlock(&lock);
    return count;
}

// MARK: Naming

/// The program's symbols, in its file; none where they have been stripped away.
static struct {
    const ElfW(Sym) *symbols;
    size_t count;
    const char *names;
} table;

static void read_section(const char *file, const ElfW(Shdr) *sections, const ElfW(Shdr) *section) {
    table.symbols = (const ElfW(Sym) *)(file + section->sh_offset);
    table.count = section->sh_size / sizeof(ElfW(Sym));
    table.names = file + sections[section->sh_link].sh_offset;
}

static void read_table(void) {
    Dl_info program;
    struct stat status;
    if (dladdr(__ehdr_start, &program) == 0 || program.dli_fname == NULL) return;
    int descriptor = open(program.dli_fname, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    const char *file = MAP_FAILED;
    if (fstat(descriptor, &status) == 0) file = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    close(descriptor);
    if (file == MAP_FAILED) return;
    const ElfW(Ehdr) *head = (const ElfW(Ehdr) *)file;
    size_t bytes = (size_t)status.st_size;
    // Another file may lie there by now.
    if (bytes < sizeof *head || memcmp(head, __ehdr_start, sizeof *head) != 0) return;
    if (head->e_shoff == 0 || head->e_shoff + head->e_shnum * sizeof(ElfW(Shdr)) > bytes) return;
    const ElfW(Shdr) *sections = (const ElfW(Shdr) *)(file + head->e_shoff);
    for (size_t index = 0; index < head->e_shnum; index++) {
        if (sections[index].sh_type == SHT_SYMTAB) read_section(file, sections, &sections[index]);
    }
}

char *cthrowtrace_name(uintptr_t address, _Bool *knows) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_table);
    *knows = table.count > 0;
    for (size_t index = 0; index < table.count; index++) {
        const ElfW(Sym) *symbol = &table.symbols[index];
        // The call lies before the address to which it returns.
        if (ELF64_ST_TYPE(symbol->st_info) != STT_FUNC || address - 1 - symbol->st_value >= symbol->st_size) continue;
        const char *name = table.names + symbol->st_name;
        if (strncmp(name, "$s", 2) != 0) return NULL;
        return swift_demangle(name, strlen(name), NULL, NULL, 0);
    }
    return NULL;
}

#else

void cthrowtrace_begin(void) {}
size_t cthrowtrace_find(const void *error, const void *type, uintptr_t *frames, size_t most) { return 0; }
char *cthrowtrace_name(uintptr_t address, _Bool *knows) { return NULL; }

#endif
