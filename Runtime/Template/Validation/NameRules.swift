/// Finds resources of one type with one name.
struct NameRules {
    let findings: Findings

    func check(_ application: Application) {
        check(application.functions.map { ($0.name, $0.path) }, "function")
        check(application.tables.map { ($0.name, $0.path) }, "table")
    }

    private func check(_ named: [(name: String, path: JSONPath)], _ what: String) {
        for (index, one) in named.enumerated() {
            if let other = named[..<index].first(where: { $0.name == one.name }) {
                findings.error(one.path, "the \(what) name \(one.name) is taken by \(other.path)")
            }
        }
    }
}
