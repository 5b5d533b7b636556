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
    void *(*EVP_PKEY_CTX_new_id)(int, void *);
    void (*EVP_PKEY_CTX_free)(void *);
    int (*EVP_PKEY_keygen_init)(void *);
    int (*EVP_PKEY_keygen)(void *, void **);
    void *(*BIO_new)(const void *);
    const void *(*BIO_s_mem)(void);
    int (*BIO_read)(void *, void *, int);
    int (*PEM_write_bio_PrivateKey)(void *, void *, const void *, const unsigned char *, int, void *, void *);
    int (*PEM_write_bio_X509)(void *, void *);
    void *(*X509_new)(void);
    void (*X509_free)(void *);
    int (*X509_set_version)(void *, long);
    void *(*X509_get_serialNumber)(void *);
    int (*ASN1_INTEGER_set)(void *, long);
    void *(*X509_getm_notBefore)(const void *);
    void *(*X509_getm_notAfter)(const void *);
    void *(*X509_gmtime_adj)(void *, long);
    int (*X509_set_pubkey)(void *, void *);
    void *(*X509_get_subject_name)(const void *);
    int (*X509_NAME_add_entry_by_txt)(void *, const char *, int, const unsigned char *, int, int, int);
    int (*X509_set_issuer_name)(void *, const void *);
    int (*X509_sign)(void *, void *, const void *);
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
    FIND(EVP_PKEY_CTX_new_id) FIND(EVP_PKEY_CTX_free) FIND(EVP_PKEY_keygen_init) FIND(EVP_PKEY_keygen)
    FIND(BIO_new) FIND(BIO_s_mem) FIND(BIO_read) FIND(PEM_write_bio_PrivateKey) FIND(PEM_write_bio_X509)
    FIND(X509_new) FIND(X509_free) FIND(X509_set_version) FIND(X509_get_serialNumber) FIND(ASN1_INTEGER_set)
    FIND(X509_getm_notBefore) FIND(X509_getm_notAfter) FIND(X509_gmtime_adj) FIND(X509_set_pubkey)
    FIND(X509_get_subject_name) FIND(X509_NAME_add_entry_by_txt) FIND(X509_set_issuer_name) FIND(X509_sign)
    is_loaded = true;
}

static bool is_available(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_loaded;
}

size_t csigning_sign(const char *pem, const void *bytes, size_t count, bool sha256, unsigned char *signature) {
    if (!is_available()) return 0;
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

static void *new_key(void) {
    enum { RSA = 6 };  // Of 2,048 bits unless told otherwise.
    void *key = NULL;
    void *context = lib.EVP_PKEY_CTX_new_id(RSA, NULL);
    if (context == NULL) return NULL;
    if (lib.EVP_PKEY_keygen_init(context) != 1 || lib.EVP_PKEY_keygen(context, &key) != 1) key = NULL;
    lib.EVP_PKEY_CTX_free(context);
    return key;
}

static void *new_certificate(const char *name, void *key) {
    enum { UTF8 = 0x1000, VERSION_3 = 2 };
    void *certificate = lib.X509_new();
    if (certificate == NULL) return NULL;
    lib.X509_set_version(certificate, VERSION_3);
    lib.ASN1_INTEGER_set(lib.X509_get_serialNumber(certificate), 1);
    lib.X509_gmtime_adj(lib.X509_getm_notBefore(certificate), -86400);
    lib.X509_gmtime_adj(lib.X509_getm_notAfter(certificate), 100L * 365 * 86400);
    void *subject = lib.X509_get_subject_name(certificate);
    if (lib.X509_NAME_add_entry_by_txt(subject, "CN", UTF8, (const unsigned char *)name, -1, -1, 0) != 1
        || lib.X509_set_issuer_name(certificate, subject) != 1 || lib.X509_set_pubkey(certificate, key) != 1
        || lib.X509_sign(certificate, key, lib.EVP_sha256()) == 0) {
        lib.X509_free(certificate);
        return NULL;
    }
    return certificate;
}

/// Reads what was written to `sink` as a text, and frees it.
static bool take_text(void *sink, bool is_written, char *text, size_t limit) {
    int count = is_written ? lib.BIO_read(sink, text, (int)limit - 1) : -1;
    lib.BIO_free(sink);
    if (count <= 0) return false;
    text[count] = 0;
    return true;
}

bool csigning_generate(const char *name, char *key_text, char *certificate_text, size_t limit) {
    if (!is_available()) return false;
    bool is_done = false;
    void *key = new_key();
    void *certificate = key == NULL ? NULL : new_certificate(name, key);
    if (certificate != NULL) {
        void *keys = lib.BIO_new(lib.BIO_s_mem());
        void *certificates = lib.BIO_new(lib.BIO_s_mem());
        if (keys != NULL && certificates != NULL) {
            bool has_key = lib.PEM_write_bio_PrivateKey(keys, key, NULL, NULL, 0, NULL, NULL) == 1;
            bool has_certificate = lib.PEM_write_bio_X509(certificates, certificate) == 1;
            has_key = take_text(keys, has_key, key_text, limit);
            is_done = take_text(certificates, has_certificate, certificate_text, limit) && has_key;
        }
        lib.X509_free(certificate);
    }
    if (key != NULL) lib.EVP_PKEY_free(key);
    return is_done;
}
