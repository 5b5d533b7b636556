#pragma once

// zlib's initializers are macros, which Swift cannot call.

#include <zlib.h>

static inline int czlib_deflate_begin(z_stream *stream, int level, int window_bits) {
    return deflateInit2(stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}

static inline int czlib_inflate_begin(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}
