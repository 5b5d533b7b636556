/// Names and values; what is said several times is joined by commas.
public typealias HTTPHeaders = [String: String]
public typealias HTTPMultiValueHeaders = [String: [String]]

extension HTTPHeaders {
    /// The value of that header, whatever the case of its name.
    public func first(name: String) -> String? {
        self[name] ?? first { $0.key.lowercased() == name.lowercased() }?.value
    }
}
