/// Finds a circle in a graph of names.
struct Circle {
    private let edges: [String: [String]]
    private var finished: Set<String> = []
    private var trail: [String] = []

    /// The names of a circle in the order in which each needs the next; `nil` where there is none.
    static func find(in edges: [String: [String]]) -> [String]? {
        var search = Circle(edges: edges)
        for name in edges.keys.sorted() {
            if let circle = search.visit(name) { return circle }
        }
        return nil
    }

    private init(edges: [String: [String]]) { self.edges = edges }

    private mutating func visit(_ name: String) -> [String]? {
        if let start = trail.firstIndex(of: name) { return Array(trail[start...]) }
        guard finished.insert(name).inserted else { return nil }
        trail.append(name)
        defer { trail.removeLast() }
        for next in edges[name] ?? [] {
            if let circle = visit(next) { return circle }
        }
        return nil
    }
}
