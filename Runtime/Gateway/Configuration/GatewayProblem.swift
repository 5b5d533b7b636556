/// Something that is wrong with a configuration.
package struct GatewayProblem: Sendable, Hashable, CustomStringConvertible {
    package enum Severity: String, Sendable {
        /// The configuration is not served.
        case error
        /// It is served, but not all of it at the address one would think.
        case warning
    }

    package var severity: Severity
    package var message: String
    /// Where what it is about was defined.
    package var source: String

    package var description: String {
        source.isEmpty ? "\(severity.rawValue): \(message)" : "\(severity.rawValue) \(source): \(message)"
    }
}

/// A configuration that cannot be served.
package struct GatewayConfigurationError: Error, Hashable, CustomStringConvertible {
    package var problems: [GatewayProblem]

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
