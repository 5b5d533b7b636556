import BookTables

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How well a model finds what was kept back, over all readers from whom something was.
package struct Quality: Hashable, Sendable {
    /// Readers for whom at least one of ten books is one kept back, as a share.
    package var hitRate: Double
    /// Normalized discounted cumulative gain at ten: the same, but early places count more, and so do further hits.
    package var ndcg: Double
    /// Readers asked.
    package var readers: Int

    /// `minimumStars`: of what was kept back, only what the reader rated at least so.
    package static func measure(
        _ model: some Model,
        _ split: Split,
        minimumStars: [Int] = [1]
    ) async throws -> [Quality] {
        let users = split.keptBack.keys.sorted()
        var lists: [String: [String]] = [:]
        try await withThrowingTaskGroup(of: [(String, [String])].self) { group in
            for part in 0..<4 {
                group.addTask {
                    var lists: [(String, [String])] = []
                    for index in stride(from: part, to: users.count, by: 4) {
                        lists.append((users[index], try await model.recommend(to: users[index])))
                    }
                    return lists
                }
            }
            for try await part in group { for (user, list) in part { lists[user] = list } }
        }
        return minimumStars.map { minimum in
            let wanted = split.keptBack.mapValues { $0.filter { $0.value >= minimum } }.filter { !$0.value.isEmpty }
            return Quality(wanted.sorted { $0.key < $1.key }.map { (lists[$0.key] ?? [], Set($0.value.keys)) })
        }
    }

    private init(_ answers: [(list: [String], wanted: Set<String>)]) {
        var (hits, gains) = (0, 0.0)
        for (list, wanted) in answers {
            let places = list.prefix(10).indices.filter { wanted.contains(list[$0]) }
            if !places.isEmpty { hits += 1 }
            gains +=
                places.reduce(0) { $0 + Self.gain($1) }
                / (0..<min(10, wanted.count)).reduce(0) { $0 + Self.gain($1) }
        }
        let count = Double(max(1, answers.count))
        (hitRate, ndcg, readers) = (Double(hits) / count, gains / count, answers.count)
    }

    private static func gain(_ place: Int) -> Double { 1 / log2(Double(place) + 2) }
}
