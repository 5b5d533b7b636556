import FoundationEssentials

/// The tables, queues, topics and functions of the catalogue, as the environment names them.
package struct CatalogNames: Sendable {
    private let environment: [String: String]

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) { self.environment = environment }

    /// The environment lacks a name that the function cannot do without.
    package struct Missing: Error, Hashable, CustomStringConvertible {
        package var variable: String

        package var description: String { "the environment variable \(variable) is not set" }
    }

    package func name(_ variable: String) throws(Missing) -> String {
        guard let name = optional(variable) else { throw Missing(variable: variable) }
        return name
    }

    package func optional(_ variable: String) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
}
