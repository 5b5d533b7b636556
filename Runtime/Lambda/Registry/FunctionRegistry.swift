import Synchronization

/// The functions of an account, those of the template and those made through the API, as values that are ready to use.
final class FunctionRegistry: Sendable {
    private let functions: Mutex<[String: RegisteredFunction]>
    private let settings: FunctionSettings

    /// All that `settings` knows of.
    init(_ settings: FunctionSettings) {
        self.settings = settings
        let names = settings.functionNames
        functions = Mutex(
            Dictionary(names.compactMap { name in settings.function(name).map { (name, $0) } }) { first, _ in first }
        )
    }

    subscript(name: String) -> RegisteredFunction? { functions.withLock { $0[name] } }

    /// In the order of their names.
    var all: [RegisteredFunction] { functions.withLock { $0.values.sorted { $0.name < $1.name } } }

    /// Reads a function's settings again after a change of them. Returns it, or `nil` when it is gone.
    func refresh(_ name: String) -> RegisteredFunction? {
        let function = settings.function(name)
        functions.withLock { $0[name] = function }
        return function
    }
}
