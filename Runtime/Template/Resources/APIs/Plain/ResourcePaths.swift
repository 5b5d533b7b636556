/// The paths of a REST API's resources, each of which names its parent.
struct ResourcePaths {
    private var paths: [String: String]
    /// The path parameter below a path.
    private var parameters: [String: String] = [:]

    /// `root`: the id of the API's root resource. Complains of resources without a parent, of twins, and of siblings that
    /// are both a parameter.
    init(_ resources: [APIParts.Part], root: String) {
        paths = [root: "/"]
        var twins: Set<String> = []
        var waiting = resources
        // Parents may stand behind their children; each round places those whose parents are known.
        while !waiting.isEmpty {
            let count = waiting.count
            waiting.removeAll { place($0, &twins) }
            if waiting.count == count { break }
        }
        for resource in waiting where resource.fields["ParentId"]?.isUnresolved != true {
            let fields = resource.fields
            guard let parent = fields.requiredString("ParentId") else { continue }
            fields.findings.error(fields.path(of: "ParentId"), "the API has no resource \(parent)")
        }
    }

    subscript(id: String) -> String? { paths[id] }

    /// Whether its parent is known.
    private mutating func place(_ resource: APIParts.Part, _ twins: inout Set<String>) -> Bool {
        let fields = resource.fields
        guard let parent = fields["ParentId"]?.string.flatMap({ paths[$0] }) else { return false }
        guard let part = fields.requiredString("PathPart") else { return true }
        let path = parent == "/" ? "/\(part)" : "\(parent)/\(part)"
        if part.contains("/") {
            fields.findings.error(fields.path(of: "PathPart"), "a path part has no slash: \"\(part)\" does not do")
        } else if let complaint = RoutePath.complaint(about: path) {
            fields.findings.error(fields.path(of: "PathPart"), complaint)
        } else if !twins.insert(path).inserted {
            fields.findings.error(
                resource.path,
                "Another resource with the same parent already has this name: \(part)"
            )
        } else if RoutePath.parameter(in: part) != nil, let sibling = parameters.updateValue(part, forKey: parent) {
            fields.findings.error(
                fields.path(of: "PathPart"),
                "A sibling (\(sibling)) of this resource already has a variable path part -- only one is allowed"
            )
        }
        paths[resource.id] = path
        return true
    }
}
