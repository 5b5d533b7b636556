/// Why a request gets no answer of its kind.
package enum RequestError: Error, Hashable {
    /// The body is not a JSON object.
    case malformed(String)
    /// What is wrong, by the name of the field.
    case invalid([String: String])
    /// The caller has not shown who he is.
    case unauthorized(String)
    /// The caller may not do this, whoever he is.
    case forbidden(String)
    case notFound(String)
    /// It is there already.
    case conflict(String)
    /// Worth trying again in a second.
    case busy(String)
    /// Something the request needs is not there at this moment.
    case unavailable(String)
}

extension RequestError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let text), .unauthorized(let text), .forbidden(let text), .notFound(let text),
            .conflict(let text), .busy(let text), .unavailable(let text):
            text
        case .invalid(let errors): errors.sorted { $0.key < $1.key }.map { "\($0) \($1)" }.joined(separator: ", ")
        }
    }
}
