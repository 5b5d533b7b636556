import GRDB

extension Configuration {
    /// Write-ahead log, so that readers go on; NORMAL, which survives the death of the process without a sync per
    /// transaction (https://sqlite.org/pragma.html#pragma_synchronous). Checkpoints, which do sync, are `WriteAheadLog`'s.
    /// The page cache is small, as SQLite looks through all of it after each commit that has split a page of an index;
    /// what it lacks, the kernel has.
    static func writer(inFile: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.label = "hearth.storage.writer"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY")
            guard inFile else { return }
            try database.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = NORMAL;
                    PRAGMA journal_size_limit = 134217728
                    """
            )
        }
        return configuration
    }

    /// A connection that only reads, and sees the file through its mapping (`MappedFile`), whose length SQLite is not to
    /// bound: its own page cache is void after every write of another.
    static var reader: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.foreignKeysEnabled = false
        configuration.label = "hearth.storage.reader"
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA mmap_size = \(Mapping.length); PRAGMA cache_size = -16384")
        }
        return configuration
    }
}
