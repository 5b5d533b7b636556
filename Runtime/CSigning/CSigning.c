#include "CSigning.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// What OpenSSL's headers say of these; the headers need not be there.
static struct {
    void *(*BIO_new_mem_buf)(const void *, int);
    int (*BIO_free)(void *);
    void *(*PEM_read_bio_PrivateKey)(void *, void **, void *, void *);
    void *(*EVP_MD_CTX_new)(void);
    void (*EVP_MD_CTX_free)(void *);
    const void *(*EVP_sha1)(void);
    const void *(*EVP_sha256)(void);
    int (*EVP_DigestSignInit)(void *, void **, const void *, void *, void *);
    int (*EVP_DigestSign)(void *, unsigned char *, size_t *, const unsigned char *, size_t);
    void (*EVP_PKEY_free)(void *);
} lib;
static bool is_loaded;

static void load(void) {
    static const char *const names[] = {"libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib"};
    void *library = NULL;
    for (size_t i = 0; library == NULL && i < sizeof names / sizeof *names; i++) {
        library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
    }
    if (library == NULL) return;
#define FIND(name) if ((*(void **)&lib.name = dlsym(library, #name)) == NULL) return;
    FIND(BIO_new_mem_buf) FIND(BIO_free) FIND(PEM_read_bio_PrivateKey) FIND(EVP_MD_CTX_new) FIND(EVP_MD_CTX_free)
    FIND(EVP_sha1) FIND(EVP_sha256) FIND(EVP_DigestSignInit) FIND(EVP_DigestSign) FIND(EVP_PKEY_free)
    is_loaded = true;
}

size_t csigning_sign(const char *pem, const void *bytes, size_t count, bool sha256, unsigned char *signature) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (!is_loaded) return 0;
    void *source = lib.BIO_new_mem_buf(pem, (int)strlen(pem));
    if (source == NULL) return 0;
    void *key = lib.PEM_read_bio_PrivateKey(source, NULL, NULL, NULL);
    lib.BIO_free(source);
    if (key == NULL) return 0;
    size_t length = 0;
    void *context = lib.EVP_MD_CTX_new();
    if (context != NULL) {
        const void *digest = sha256 ? lib.EVP_sha256() : lib.EVP_sha1();
        length = 512;
        if (lib.EVP_DigestSignInit(context, NULL, digest, NULL, key) != 1
            || lib.EVP_DigestSign(context, signature, &length, bytes, count) != 1) {
            length = 0;
        }
        lib.EVP_MD_CTX_free(context);
    }
    lib.EVP_PKEY_free(key);
    return length;
}
