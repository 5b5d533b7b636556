#pragma once

#include <stdbool.h>

/// Lets SQLite's page caches know how far they reach, and not look through all of themselves after each commit that has
/// put pages of an index in order. To be called before anything else of SQLite is; false where that is too late.
bool cpagecache_install(void);
