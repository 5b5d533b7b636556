/// Routes by path and method. A look-up costs one hash per segment, however many routes there are.
package struct RouteTrie<Route: Sendable>: Sendable {
    /// The routes of one path.
    struct Methods: Sendable {
        private var named: [String: Route] = [:]
        private var any: Route?

        /// The methods that `ANY` stands for.
        static var all: Set<String> { ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] }

        var isEmpty: Bool { named.isEmpty && any == nil }

        /// The route for exactly this method, else the one for `ANY`.
        subscript(method: String) -> Route? { named[method] ?? (Self.all.contains(method) ? any : nil) }

        mutating func insert(_ route: Route, method: String) {
            if method == "ANY" { any = any ?? route } else if named[method] == nil { named[method] = route }
        }
    }

    private struct Node: Sendable {
        var literals: [Substring: Int] = [:]
        var parameter: Int?
        /// Of the path that ends here.
        var methods = Methods()
        /// Of the greedy parameter that follows here.
        var greedy = Methods()
    }

    private var nodes = [Node()]

    package init() {}

    /// Adds a route; where there is one of the same method and shape, that one stays.
    package mutating func insert(_ route: Route, method: String, pattern: RoutePattern) {
        var node = 0
        for segment in pattern.segments {
            switch segment {
            case .literal(let text): node = child(of: node, \.literals[Substring(text)])
            case .parameter: node = child(of: node, \.parameter)
            case .greedy: return nodes[node].greedy.insert(route, method: method)
            }
        }
        nodes[node].methods.insert(route, method: method)
    }

    private mutating func child(of node: Int, _ place: WritableKeyPath<Node, Int?>) -> Int {
        if let child = nodes[node][keyPath: place] { return child }
        nodes.append(Node())
        nodes[node][keyPath: place] = nodes.count - 1
        return nodes.count - 1
    }

    /// The route of the path that matches all of `segments` without a greedy parameter: a literal before a parameter,
    /// segment by segment; the method itself before `ANY`.
    package func full(_ method: String, _ segments: [Substring]) -> Route? {
        walk(0, segments[...]) { node, rest in rest.isEmpty ? nodes[node].methods[method] : nil }
    }

    /// The route with the longest path before its greedy parameter.
    func greedy(_ method: String, _ segments: [Substring]) -> Route? {
        walk(0, segments[...]) { node, rest in rest.isEmpty ? nil : nodes[node].greedy[method] }
    }

    /// The methods of the resource that `segments` lead to: at each level a literal before a parameter before a greedy
    /// one, and the next best where a branch ends in nothing.
    func resource(_ segments: [Substring]) -> Methods? {
        walk(0, segments[...]) { node, rest in
            let methods = rest.isEmpty ? nodes[node].methods : nodes[node].greedy
            return methods.isEmpty ? nil : methods
        }
    }

    /// Goes down as far as the segments lead and takes what `found` has for the deepest node that has anything.
    private func walk<Found>(
        _ node: Int,
        _ segments: ArraySlice<Substring>,
        _ found: (Int, ArraySlice<Substring>) -> Found?
    ) -> Found? {
        if let segment = segments.first {
            let rest = segments.dropFirst()
            if let child = nodes[node].literals[segment], let result = walk(child, rest, found) { return result }
            if !segment.isEmpty, let child = nodes[node].parameter, let result = walk(child, rest, found) {
                return result
            }
        }
        return found(node, segments)
    }
}
