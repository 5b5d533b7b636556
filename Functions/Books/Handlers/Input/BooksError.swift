/// Why a request gets no answer of its kind.
enum BooksError: Error, Hashable {
    /// The body is not a JSON object.
    case malformed(String)
    /// What is wrong, by the name of the field.
    case invalid([String: String])
    case notFound(String)
    /// Worth trying again.
    case busy
    /// Something the request needs is not there at this moment.
    case unavailable(String)
}
