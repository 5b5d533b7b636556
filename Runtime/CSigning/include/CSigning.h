#pragma once

#include <stdbool.h>
#include <stddef.h>

/// Signs with RSA, PKCS #1 v1.5, and SHA-1 or SHA-256. `signature` has room for 512 bytes; returns how many there are, 0
/// where the machine has no libcrypto or the key cannot be read. libcrypto is loaded with the first call.
size_t csigning_sign(const char *pem, const void *bytes, size_t count, bool sha256, unsigned char *signature);
