#pragma once

// libcurl, loaded when it is first needed: with the thirty libraries that it stands on, that takes longer than all else
// of a function's start. Each function is libcurl's own of the name behind the first `c`; the setters, which are
// variadic there and cannot be called from Swift, are here by the types that their options take.

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdbool.h>

/// Loads and initializes libcurl. Nothing else may be called before this has returned true; from any thread.
bool ccurl_load(void);

/// The file of the certificates that the machine trusts: what AWS_CA_BUNDLE names, else the first that is there of where
/// systems keep it. libcurl itself knows only where the system has it that it was built on. NULL where there is none.
const char *ccurl_certificates(void);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *handle);
CURLcode ccurl_easy_perform(CURL *handle);
CURLcode ccurl_easy_send(CURL *handle, const void *bytes, size_t count, size_t *sent);
CURLcode ccurl_easy_recv(CURL *handle, void *bytes, size_t count, size_t *received);
const char *ccurl_easy_strerror(CURLcode code);

CURLM *ccurl_multi_init(void);
CURLMcode ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *handle);
CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *handle);
CURLMcode ccurl_multi_perform(CURLM *multi, int *running);
CURLMcode ccurl_multi_poll(CURLM *multi, int milliseconds);
CURLMcode ccurl_multi_wakeup(CURLM *multi);
CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left);

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);

typedef size_t (*ccurl_data_callback)(char *data, size_t size, size_t count, void *context);

CURLcode ccurl_set_number(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, const void *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_data_callback value);
CURLcode ccurl_get_number(CURL *handle, CURLINFO info, long *value);
CURLcode ccurl_get_pointer(CURL *handle, CURLINFO info, char **value);
CURLcode ccurl_get_socket(CURL *handle, CURLINFO info, curl_socket_t *value);
CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value);

/// The result that a message of kind CURLMSG_DONE carries.
static inline CURLcode ccurl_message_result(const CURLMsg *message) { return message->data.result; }
