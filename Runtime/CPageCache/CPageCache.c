#include "CPageCache.h"

#include <sqlite3.h>
#include <stdlib.h>

// SQLite's own page cache, and before it what counts the pages. When SQLite splits pages of an index it gives one of them,
// for a moment, the number of the page that no database has: the one with the byte at 1 GiB, which is for locks alone. Its
// cache takes that for the length of the file, and the truncation that follows every commit looks for pages that are
// too many in all of its slots. https://sqlite.org/c3ref/pcache_methods2.html

/// https://sqlite.org/fileformat2.html#the_lock_byte_page
static const unsigned lock_byte = 0x40000000;

struct cache {
    sqlite3_pcache *inner;
    unsigned lock_page;
    /// No page has a higher number.
    unsigned highest;
};

static sqlite3_pcache_methods2 inner;

static struct cache *own(sqlite3_pcache *cache) { return (struct cache *)cache; }

static void note(struct cache *cache, unsigned key) {
    if (key > cache->highest && key != cache->lock_page) cache->highest = key;
}

static int begin(void *argument) { return inner.xInit(inner.pArg); }

static void end(void *argument) { inner.xShutdown(inner.pArg); }

static sqlite3_pcache *create(int page_bytes, int extra_bytes, int is_purgeable) {
    struct cache *cache = malloc(sizeof *cache);
    if (cache == NULL) return NULL;
    cache->inner = inner.xCreate(page_bytes, extra_bytes, is_purgeable);
    cache->lock_page = lock_byte / (unsigned)page_bytes + 1;
    cache->highest = 0;
    if (cache->inner == NULL) {
        free(cache);
        return NULL;
    }
    return (sqlite3_pcache *)cache;
}

static void set_size(sqlite3_pcache *cache, int pages) { inner.xCachesize(own(cache)->inner, pages); }

static int count(sqlite3_pcache *cache) { return inner.xPagecount(own(cache)->inner); }

static sqlite3_pcache_page *fetch(sqlite3_pcache *cache, unsigned key, int may_create) {
    sqlite3_pcache_page *page = inner.xFetch(own(cache)->inner, key, may_create);
    if (page != NULL) note(own(cache), key);
    return page;
}

static void unpin(sqlite3_pcache *cache, sqlite3_pcache_page *page, int is_discarded) {
    inner.xUnpin(own(cache)->inner, page, is_discarded);
}

static void rekey(sqlite3_pcache *cache, sqlite3_pcache_page *page, unsigned old_key, unsigned new_key) {
    inner.xRekey(own(cache)->inner, page, old_key, new_key);
    note(own(cache), new_key);
}

static void truncate_from(sqlite3_pcache *cache, unsigned limit) {
    if (limit > own(cache)->highest) return;
    inner.xTruncate(own(cache)->inner, limit);
    own(cache)->highest = limit == 0 ? 0 : limit - 1;
}

static void destroy(sqlite3_pcache *cache) {
    inner.xDestroy(own(cache)->inner);
    free(cache);
}

static void shrink(sqlite3_pcache *cache) { inner.xShrink(own(cache)->inner); }

bool cpagecache_install(void) {
    if (sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &inner) != SQLITE_OK) return false;
    sqlite3_pcache_methods2 methods = {
        .iVersion = 1,
        .xInit = begin,
        .xShutdown = end,
        .xCreate = create,
        .xCachesize = set_size,
        .xPagecount = count,
        .xFetch = fetch,
        .xUnpin = unpin,
        .xRekey = rekey,
        .xTruncate = truncate_from,
        .xDestroy = destroy,
        .xShrink = shrink,
    };
    return sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods) == SQLITE_OK;
}
