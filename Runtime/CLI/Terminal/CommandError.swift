/// Why a command cannot do what it was asked: the cause and, where there is one, the remedy.
struct CommandError: Error, CustomStringConvertible {
    var description: String
    /// The error code of the service that refused a call.
    var code: String?

    init(_ description: String, code: String? = nil) { (self.description, self.code) = (description, code) }
}
