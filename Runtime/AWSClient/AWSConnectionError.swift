/// No answer came: the service could not be reached, the connection broke, or the time was up. Every attempt failed so.
public struct AWSConnectionError: Error, Hashable, CustomStringConvertible {
    public var reason: String
    public var endpoint: String

    public var description: String { "\(endpoint): \(reason)" }
}
