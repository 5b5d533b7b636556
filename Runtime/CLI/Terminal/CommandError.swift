/// Why a command cannot do what it was asked: the cause and, where there is one, the remedy.
struct CommandError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
