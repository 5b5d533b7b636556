// MARK: - Reserved concurrency changes

extension Fleet {
    /// Sets or, with `nil`, takes away a function's reserved concurrency, for all its versions: from now on. What is under
    /// way goes on and counts.
    package mutating func reserve(_ function: FunctionID, _ count: Int?) throws(ConcurrencyError) {
        let family = functions[function.number].family
        let versions = functions.indices.filter { functions[$0].family == family }
        let provisioned = versions.reduce(0) { $0 + self.provisioned[$1].target }
        let old = functions[function.number].pool
        let given = pools[old].isReserved ? pools[old].limit + provisioned : 0
        if let count {
            guard count >= 0 else { throw .negative(count) }
            guard count >= provisioned else { throw .reservedBelowProvisioned(provisioned: provisioned, asked: count) }
            let left = pools[0].limit + given - count + (pools[old].isReserved ? 0 : provisioned)
            guard count == 0 || left >= limits.unreservedMinimum else {
                throw .reservedBelowUnreservedMinimum(limits.unreservedMinimum)
            }
        }
        move(versions, provisioned, from: old, given: given, to: count)
    }

    private mutating func move(_ versions: [Int], _ provisioned: Int, from old: Int, given: Int, to count: Int?) {
        let underWay = versions.reduce(0) { $0 + functions[$1].underWay }
        pools[old].underWay -= underWay
        if pools[old].isReserved {
            pools[old].limit = 0
            pools[0].limit += given
        } else {
            pools[old].limit += provisioned
        }
        let new =
            count.map { count in
                pools[0].limit -= count
                let pool = ConcurrencyPool(
                    limit: count,
                    requests: limits.requestBucket(forConcurrency: count),
                    isReserved: true
                )
                if pools[old].isReserved {
                    pools[old] = pool
                    return old
                }
                pools.append(pool)
                return pools.count - 1
            } ?? 0
        pools[new].limit -= provisioned
        pools[new].underWay += underWay
        for version in versions { functions[version].pool = new }
    }
}
