import FoundationEssentials

/// Finds the template that a command works on.
enum TemplateLookup {
    private static let usual = ["template.json", "template.yaml", "template.yml"]

    /// The one that was named, or the first of the usual ones that is there.
    static func path(named name: String?) throws(CommandError) -> String {
        if let name {
            guard FileManager.default.fileExists(atPath: name) else {
                throw CommandError("there is no template at \(name)")
            }
            return name
        }
        guard let found = usual.first(where: FileManager.default.fileExists(atPath:)) else {
            throw CommandError(
                "there is no template.json or template.yaml here; name one with --template, or change to its folder "
                    + "(`hearth start --no-template` serves AWS's services without one)"
            )
        }
        return found
    }
}
