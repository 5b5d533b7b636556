#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define FUNCTIONS(each) \
    each(curl_global_init) each(curl_easy_init) each(curl_easy_cleanup) each(curl_easy_perform) \
    each(curl_easy_send) each(curl_easy_recv) each(curl_easy_strerror) each(curl_easy_setopt) \
    each(curl_easy_getinfo) each(curl_multi_init) each(curl_multi_cleanup) each(curl_multi_add_handle) \
    each(curl_multi_remove_handle) each(curl_multi_perform) each(curl_multi_poll) each(curl_multi_wakeup) \
    each(curl_multi_info_read) each(curl_multi_setopt) each(curl_slist_append) each(curl_slist_free_all)

#define MEMBER(name) __typeof__(&(name)) name;
static struct { FUNCTIONS(MEMBER) } lib;
static bool is_loaded;

static void load(void) {
#ifdef __APPLE__
    void *library = dlopen("libcurl.4.dylib", RTLD_LAZY | RTLD_LOCAL);
#else
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
#endif
    if (library == NULL) return;
#define FIND(name) if ((lib.name = (__typeof__(lib.name))dlsym(library, #name)) == NULL) return;
    FUNCTIONS(FIND)
    is_loaded = lib.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

bool ccurl_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_loaded;
}

static const char *certificates;

static void find_certificates(void) {
    static const char *const places[] = {
        "/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu
        "/etc/pki/tls/certs/ca-bundle.crt",                  // Amazon Linux, Fedora
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL
        "/etc/ssl/ca-bundle.pem",                            // openSUSE
        "/etc/ssl/cert.pem",                                 // Alpine
    };
    const char *named = getenv("AWS_CA_BUNDLE");
    if (named != NULL && *named != '\0') {
        certificates = named;
        return;
    }
    for (size_t index = 0; index < sizeof places / sizeof *places && certificates == NULL; index++) {
        if (access(places[index], R_OK) == 0) certificates = places[index];
    }
}

const char *ccurl_certificates(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_certificates);
    return certificates;
}

CURL *ccurl_easy_init(void) { return lib.curl_easy_init(); }
void ccurl_easy_cleanup(CURL *handle) { lib.curl_easy_cleanup(handle); }
CURLcode ccurl_easy_perform(CURL *handle) { return lib.curl_easy_perform(handle); }

CURLcode ccurl_easy_send(CURL *handle, const void *bytes, size_t count, size_t *sent) {
    return lib.curl_easy_send(handle, bytes, count, sent);
}

CURLcode ccurl_easy_recv(CURL *handle, void *bytes, size_t count, size_t *received) {
    return lib.curl_easy_recv(handle, bytes, count, received);
}

const char *ccurl_easy_strerror(CURLcode code) {
    return is_loaded ? lib.curl_easy_strerror(code) : "the transfer failed";
}

CURLM *ccurl_multi_init(void) { return lib.curl_multi_init(); }
CURLMcode ccurl_multi_cleanup(CURLM *multi) { return lib.curl_multi_cleanup(multi); }
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *handle) { return lib.curl_multi_add_handle(multi, handle); }

CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *handle) {
    return lib.curl_multi_remove_handle(multi, handle);
}

CURLMcode ccurl_multi_perform(CURLM *multi, int *running) { return lib.curl_multi_perform(multi, running); }

CURLMcode ccurl_multi_poll(CURLM *multi, int milliseconds) {
    return lib.curl_multi_poll(multi, NULL, 0, milliseconds, NULL);
}

CURLMcode ccurl_multi_wakeup(CURLM *multi) { return lib.curl_multi_wakeup(multi); }
CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left) { return lib.curl_multi_info_read(multi, left); }

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
    return lib.curl_slist_append(list, text);
}

void ccurl_slist_free_all(struct curl_slist *list) { lib.curl_slist_free_all(list); }

CURLcode ccurl_set_number(CURL *handle, CURLoption option, long value) {
    return lib.curl_easy_setopt(handle, option, value);
}

CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return lib.curl_easy_setopt(handle, option, value);
}

CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return lib.curl_easy_setopt(handle, option, value);
}

CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return lib.curl_easy_setopt(handle, option, value);
}

CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return lib.curl_easy_setopt(handle, option, value);
}

CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_data_callback value) {
    return lib.curl_easy_setopt(handle, option, value);
}

CURLcode ccurl_get_number(CURL *handle, CURLINFO info, long *value) {
    return lib.curl_easy_getinfo(handle, info, value);
}

CURLcode ccurl_get_pointer(CURL *handle, CURLINFO info, char **value) {
    return lib.curl_easy_getinfo(handle, info, value);
}

CURLcode ccurl_get_socket(CURL *handle, CURLINFO info, curl_socket_t *value) {
    return lib.curl_easy_getinfo(handle, info, value);
}

CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
    return lib.curl_multi_setopt(multi, option, value);
}
