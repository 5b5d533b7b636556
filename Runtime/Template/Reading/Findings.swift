/// Collects what is to be said about a template while it is read. The same thing is said once.
final class Findings {
    private(set) var diagnostics: [Diagnostic] = []
    private var said: Set<Diagnostic> = []
    /// Values that must not be told, and what is told in their place.
    private var concealed: [String: String] = [:]

    /// From now on the value's dynamic reference stands for it in all that is said.
    func conceal(_ value: String, behind reference: String) {
        if !value.isEmpty { concealed[value] = reference }
    }

    func error(_ path: JSONPath, _ message: String, remedy: String? = nil) {
        add(Diagnostic(.error, path, message, remedy: remedy))
    }

    func warning(_ path: JSONPath, _ message: String, remedy: String? = nil) {
        add(Diagnostic(.warning, path, message, remedy: remedy))
    }

    func note(_ path: JSONPath, _ message: String, remedy: String? = nil) {
        add(Diagnostic(.note, path, message, remedy: remedy))
    }

    func add(_ diagnostic: Diagnostic) {
        var diagnostic = diagnostic
        diagnostic.message = told(diagnostic.message)
        diagnostic.remedy = diagnostic.remedy.map(told)
        if said.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }

    /// Longer values first: a shorter one may be a part of them.
    private func told(_ text: String) -> String {
        concealed.sorted { $0.key.count > $1.key.count }.reduce(text) { $0.replacing($1.key, with: $1.value) }
    }
}
