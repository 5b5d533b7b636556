/// Finds the references in a value as written, those in branches that are not taken included.
struct References {
    enum Target {
        case name(String)
        case attribute(resource: String, attribute: String)
        case condition(String)
    }

    struct Reference {
        var target: Target
        var path: JSONPath

        /// The logical id or parameter that is referred to.
        var name: String? {
            switch target {
            case .name(let name), .attribute(let name, _): name
            case .condition: nil
            }
        }
    }

    private(set) var all: [Reference] = []

    init(in value: TemplateValue) { visit(value) }

    private mutating func visit(_ value: TemplateValue) {
        if let call = Intrinsic(value) { visit(call) }
        for member in value.members ?? [] { visit(member.value) }
        for element in value.elements ?? [] { visit(element) }
    }

    private mutating func visit(_ call: Intrinsic) {
        let arguments = call.argument.elements
        switch call.name {
        case "Ref":
            if let name = call.argument.string { add(.name(name), call) }
        case "Fn::GetAtt":
            if let arguments, arguments.count == 2, let resource = arguments[0].string, let name = arguments[1].string {
                add(.attribute(resource: resource, attribute: name), call)
            } else if let (resource, attribute) = call.argument.string.flatMap(Resolver.split) {
                add(.attribute(resource: resource, attribute: attribute), call)
            }
        case "Fn::If":
            if let condition = arguments?.first?.string { add(.condition(condition), call) }
        case "Fn::Sub":
            guard let text = call.argument.string ?? arguments?.first?.string else { return }
            let own = arguments?.dropFirst().first?.members?.map(\.key) ?? []
            for name in SubTemplate(text)?.variables ?? [] where !own.contains(name) { add(.name(name), call) }
        default:
            break
        }
    }

    private mutating func add(_ target: Target, _ call: Intrinsic) {
        all.append(Reference(target: target, path: call.path))
    }
}
