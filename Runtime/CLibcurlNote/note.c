#include "CLibcurlNote.h"

#if defined(__linux__)
#include <stdint.h>

#define OWNER "FDO"
#define TEXT \
    "[{\"feature\":\"https\",\"description\":\"Calls over TLS, and signed ones\"," \
    "\"priority\":\"required\",\"soname\":[\"libcurl.so.4\"]}]"

__attribute__((used, section(".note.dlopen"), aligned(4))) static const struct {
    uint32_t owner_size, text_size, kind;
    char owner[sizeof(OWNER)];
    char text[sizeof(TEXT)];
} note = {sizeof(OWNER), sizeof(TEXT), 0x407c0c0a, OWNER, TEXT};
#endif
