#pragma once

#include <stdbool.h>
#include <stddef.h>

// libcrypto is loaded with the first call of any of these.

/// Signs with RSA, PKCS #1 v1.5, and SHA-1 or SHA-256. `signature` has room for 512 bytes; returns how many there are, 0
/// where the machine has no libcrypto or the key cannot be read.
size_t csigning_sign(const char *pem, const void *bytes, size_t count, bool sha256, unsigned char *signature);

/// Makes an RSA key and a certificate of it for `name`, signed with it, good for a hundred years. `key` and
/// `certificate` have room for `limit` bytes each and get PEM texts that end with a zero. False where the machine has no
/// libcrypto.
bool csigning_generate(const char *name, char *key, char *certificate, size_t limit);
