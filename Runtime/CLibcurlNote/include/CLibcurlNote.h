#pragma once

// Nothing to call. A program that this is linked into says of itself that it loads libcurl once it runs, so that who
// packages it packs libcurl as well. Programs that only serve the Runtime API, which is plain HTTP, need none.
// https://systemd.io/ELF_DLOPEN_METADATA
