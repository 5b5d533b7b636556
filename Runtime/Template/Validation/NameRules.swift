/// Finds resources of one type with one name.
struct NameRules {
    let findings: Findings

    func check(_ application: Application) {
        check(application.functions.map { ($0.name, $0.path) }, "function")
        check(application.tables.map { ($0.name, $0.path) }, "table")
        check(application.caches.map { ($0.name, $0.path) }, "cache")
        check(application.parameters.map { ($0.name, $0.path) }, "parameter")
        check(application.secrets.map { ($0.name, $0.path) }, "secret")
    }

    private func check(_ named: [(name: String, path: JSONPath)], _ what: String) {
        var paths: [String: JSONPath] = [:]
        for (name, path) in named {
            if let other = paths.updateValue(path, forKey: name) {
                findings.error(path, "the \(what) name \(name) is taken by \(other)")
            }
        }
    }
}
