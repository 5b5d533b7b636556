import Time

/// All keys of all databases. A value: what happens to it depends on the commands and on the instants they bring.
///
/// An expired key is removed when it is next looked at, or when memory is short.
struct Keyspace {
    static let databaseCount = 16

    /// A key and the database it is in.
    struct Place: Hashable {
        var database: Int
        var key: Bytes
    }

    private var databases: [[Bytes: Entry]] = Array(repeating: [:], count: databaseCount)
    /// What keys and values take, estimated.
    private(set) var usedBytes = 0
    private(set) var expiredKeys = 0
    private(set) var evictedKeys = 0
    /// Keys that reading commands have looked for: found, and not.
    private(set) var (hits, misses) = (0, 0)
    /// The command that is being carried out only reads.
    var isReading = false
    private var uses = 0
    /// The sessions that watch a key.
    private var watchers: [Place: Set<Int>] = [:]
    /// Sessions that have seen a watched key change.
    private var alarmed: Set<Int> = []
    var random: SeededRandom

    init(seed: UInt64 = 0) { random = SeededRandom(seed: seed) }

    // MARK: Entries

    /// The entry of a key, if it has not expired.
    mutating func entry(_ key: Bytes, _ call: Call) -> Entry? {
        let entry = find(key, call)
        if isReading { if entry == nil { misses += 1 } else { hits += 1 } }
        return entry
    }

    mutating func resetStatistics() { (expiredKeys, evictedKeys, hits, misses) = (0, 0, 0, 0) }

    private mutating func find(_ key: Bytes, _ call: Call) -> Entry? {
        guard let index = databases[call.database].index(forKey: key) else { return nil }
        let entry = databases[call.database].values[index]
        if let expiry = entry.expiry, expiry <= call.now {
            expiredKeys += 1
            _ = remove(key, call)
            return nil
        }
        uses += 1
        databases[call.database].values[index].lastUse = uses
        return entry
    }

    mutating func contains(_ key: Bytes, _ call: Call) -> Bool { entry(key, call) != nil }

    mutating func set(_ key: Bytes, _ entry: Entry, _ call: Call) {
        var entry = entry
        uses += 1
        entry.lastUse = uses
        usedBytes += Self.size(key, entry)
        if let old = databases[call.database].updateValue(entry, forKey: key) { usedBytes -= Self.size(key, old) }
        touch(key, call)
    }

    /// Whether it was there.
    mutating func remove(_ key: Bytes, _ call: Call) -> Bool {
        guard let old = databases[call.database].removeValue(forKey: key) else { return false }
        usedBytes -= Self.size(key, old)
        touch(key, call)
        return true
    }

    /// Changes when a key expires; it must be there.
    mutating func setExpiry(_ key: Bytes, _ expiry: Int?, _ call: Call) {
        databases[call.database][key]?.expiry = expiry
        touch(key, call)
    }

    private static func size(_ key: Bytes, _ entry: Entry) -> Int { key.count + entry.byteCount + 96 }

    // MARK: Typed access

    mutating func string(_ key: Bytes, _ call: Call) throws(Refusal) -> Bytes? {
        guard let entry = entry(key, call) else { return nil }
        guard case .string(let bytes) = entry.value else { throw .wrongType }
        return bytes
    }

    /// Stores a string, and keeps when the key expires.
    mutating func replaceString(_ key: Bytes, _ value: Bytes, _ call: Call) {
        set(key, Entry(value: .string(value), expiry: entry(key, call)?.expiry), call)
    }

    /// A container to look at; `nil` when the key is not there.
    mutating func read<Contents>(
        _ kind: ContainerKind<Contents>,
        _ key: Bytes,
        _ call: Call
    ) throws(Refusal) -> Contents? {
        guard let entry = entry(key, call) else { return nil }
        guard let contents = kind.unwrap(entry.value) else { throw .wrongType }
        return contents
    }

    /// Changes a container where it is; one that is not there is made, one that is left empty is removed.
    mutating func change<Contents, Result>(
        _ kind: ContainerKind<Contents>,
        _ key: Bytes,
        _ call: Call,
        _ body: (inout Contents) throws(Refusal) -> Result
    ) throws(Refusal) -> Result {
        var contents = try read(kind, key, call) ?? Contents()
        let changes = contents.changes
        let (expiry, size) = release(key, call)
        do throws(Refusal) {
            let result = try body(&contents)
            store(contents, kind, key, call, expiry: expiry, oldSize: size)
            if contents.changes != changes { touch(key, call) }
            return result
        } catch {
            store(contents, kind, key, call, expiry: expiry, oldSize: size)
            throw error
        }
    }

    /// Lets go of a value that is about to change: what two hold would be copied. Returns what else there is to know.
    private mutating func release(_ key: Bytes, _ call: Call) -> (expiry: Int?, size: Int) {
        guard let index = databases[call.database].index(forKey: key) else { return (nil, 0) }
        let entry = databases[call.database].values[index]
        databases[call.database].values[index].value = .string([])
        return (entry.expiry, Self.size(key, entry))
    }

    private mutating func store<Contents>(
        _ contents: Contents,
        _ kind: ContainerKind<Contents>,
        _ key: Bytes,
        _ call: Call,
        expiry: Int?,
        oldSize: Int
    ) {
        usedBytes -= oldSize
        guard contents.count > 0 else {
            databases[call.database][key] = nil
            return
        }
        let entry = Entry(value: kind.wrap(contents), expiry: expiry, lastUse: uses)
        usedBytes += Self.size(key, entry)
        databases[call.database][key] = entry
    }

    // MARK: All keys

    /// Keys in no order, without the expired ones, which are removed.
    mutating func keys(_ call: Call) -> [Bytes] {
        removeExpired(call.now)
        return Array(databases[call.database].keys)
    }

    mutating func removeExpired(_ now: Int) {
        for database in databases.indices {
            let expired = databases[database].filter { $0.value.expiry.map { $0 <= now } ?? false }.map(\.key)
            expiredKeys += expired.count
            for key in expired { _ = remove(key, Call(database: database, now: now)) }
        }
    }

    func count(in database: Int) -> Int { databases[database].count }
    func expiringCount(in database: Int) -> Int { databases[database].values.count { $0.expiry != nil } }

    mutating func clear(_ database: Int) {
        let call = Call(database: database, now: 0)
        for key in databases[database].keys { _ = remove(key, call) }
    }

    mutating func swap(_ one: Int, _ other: Int) {
        for place in watchers.keys where place.database == one || place.database == other {
            touch(place.key, Call(database: place.database, now: 0))
        }
        databases.swapAt(one, other)
    }

    // MARK: Memory

    /// Removes the keys used longest ago until so many bytes are in use at most; `onlyExpiring` spares those that do not
    /// expire. A little more is removed than must be, so that it need not be done for every command.
    mutating func evict(to limit: Int, onlyExpiring: Bool, now: Int) {
        removeExpired(now)
        guard usedBytes > limit else { return }
        let goal = limit - limit / 20
        let candidates = databases.indices.flatMap { database in
            databases[database].lazy.filter { !onlyExpiring || $0.value.expiry != nil }
                .map { (place: Place(database: database, key: $0.key), lastUse: $0.value.lastUse) }
        }
        for (place, _) in candidates.sorted(by: { $0.lastUse < $1.lastUse }) {
            guard usedBytes > goal else { return }
            _ = remove(place.key, Call(database: place.database, now: now))
            evictedKeys += 1
        }
    }

    // MARK: Watching

    mutating func watch(_ key: Bytes, _ session: Int, _ call: Call) {
        _ = contains(key, call)
        watchers[Place(database: call.database, key: key), default: []].insert(session)
    }

    mutating func unwatch(_ session: Int) {
        alarmed.remove(session)
        for (place, sessions) in watchers where sessions.contains(session) {
            watchers[place] = sessions.count == 1 ? nil : sessions.subtracting([session])
        }
    }

    /// Whether a key that the session watches has changed or expired.
    mutating func isAlarmed(_ session: Int, now: Int) -> Bool {
        for (place, sessions) in watchers where sessions.contains(session) {
            _ = contains(place.key, Call(database: place.database, now: now))
        }
        return alarmed.contains(session)
    }

    private mutating func touch(_ key: Bytes, _ call: Call) {
        guard !watchers.isEmpty else { return }
        alarmed.formUnion(watchers[Place(database: call.database, key: key)] ?? [])
    }
}
