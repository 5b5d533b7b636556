/// Collects what is to be said about a template while it is read. The same thing is said once.
final class Findings {
    private(set) var diagnostics: [Diagnostic] = []
    private var said: Set<Diagnostic> = []

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
        if said.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }
}
