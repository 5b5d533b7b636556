/// What one client does, step by step. It follows from the client and the step alone, so that the program that is killed
/// and the one that looks at what it has left agree on it.
package struct Plan: Sendable {
    package enum Step: Sendable {
        case put(String)
        case update(String)
        case delete(String)
        case transaction(puts: [String], delete: String)
        case batch([String])
    }

    /// What an item must be.
    package struct Item: Sendable, Hashable {
        /// The step that wrote it.
        package var step: Int
        /// How many updates it has seen since it was put.
        package var updates: Int
        /// Where it stands in the global index.
        package var group: Int { step % 7 }
    }

    package static let clients = 8
    /// Every so many steps a client writes all its items anew: what lies further back counts no more.
    private static let round = 100

    package let client: Int

    package init(client: Int) { self.client = client }

    private static let single = (0..<6).map { "item-\($0)" }
    private static let together = (0..<4).map { "transaction-\($0)" }
    private static let batch = (0..<5).map { "batch-\($0)" }

    package func step(_ number: Int) -> Step {
        if number % Self.round == 0 { return .batch(Self.single + Self.together + Self.batch) }
        let chance = mixed(number)
        let key = Self.single[chance / 16 % Self.single.count]
        switch chance % 10 {
        case 0...2: return .put(key)
        case 3...5: return .update(key)
        case 6: return .delete(key)
        case 7...8:
            var others = Self.together
            let gone = others.remove(at: chance / 16 % others.count)
            return .transaction(puts: others, delete: gone)
        default: return .batch(Self.batch)
        }
    }

    /// The client's items once it has taken so many steps.
    package func items(after steps: Int) -> [String: Item] {
        var items: [String: Item] = [:]
        guard steps > 0 else { return items }
        for number in ((steps - 1) / Self.round * Self.round)..<steps { apply(number, &items) }
        return items
    }

    private func apply(_ number: Int, _ items: inout [String: Item]) {
        let new = Item(step: number, updates: 0)
        switch step(number) {
        case .put(let key): items[key] = new
        case .update(let key): items[key] = Item(step: number, updates: (items[key]?.updates ?? 0) + 1)
        case .delete(let key): items[key] = nil
        case .transaction(let puts, let delete):
            for key in puts { items[key] = new }
            items[delete] = nil
        case .batch(let keys): for key in keys { items[key] = new }
        }
    }

    /// SplitMix64's last step (Steele, Lea and Flood 2014).
    private func mixed(_ number: Int) -> Int {
        var bits = UInt64(client << 40 + number) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) >> 2)
    }
}
