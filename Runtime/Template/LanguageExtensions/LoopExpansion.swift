/// Unrolls the loops of a template. What they make keeps the place where it is written, in the loop.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
struct LoopExpansion {
    /// Whether the template names the transform.
    private let isEnabled: Bool
    /// Knows the template's parameters and mappings, which collections may refer to.
    private let resolver: Resolver
    private let findings: Findings
    /// Where each loop stands, by name.
    private var places: [String: JSONPath] = [:]
    /// Loops in loops can make a short text unfold into a huge tree: there is an end to it.
    private var valuesLeft = 200_000

    /// `resolver` knows no resources: loops are unrolled before there are any.
    init(isEnabled: Bool, _ resolver: Resolver, _ findings: Findings) {
        (self.isEnabled, self.resolver, self.findings) = (isEnabled, resolver, findings)
    }

    /// Whether it has met loops.
    var hasLoops: Bool { !places.isEmpty }

    private static let sections = ["Resources", "Conditions", "Outputs"]

    mutating func expanded(_ template: Fields) -> Fields {
        var members = template.value.members ?? []
        for (index, member) in members.enumerated() {
            guard Self.sections.contains(member.key) else {
                if member.key != "Metadata" { refuseLoops(in: member.value, member.key) }
                continue
            }
            members[index].value = expanded(member.value, isSection: true)
        }
        let value = TemplateValue(template.path, .object(members))
        return Fields(value, at: template.path, findings) ?? template
    }

    private func refuseLoops(in value: TemplateValue, _ section: String) {
        for member in value.members ?? [] where Loop.isLoop(member.key) {
            findings.error(member.value.path, "Fn::ForEach cannot stand in \(section)")
        }
        for child in (value.members ?? []).map(\.value) + (value.elements ?? []) { refuseLoops(in: child, section) }
    }

    /// `around`: the identifiers of the loops that the value stands in.
    private mutating func expanded(
        _ value: TemplateValue,
        isSection: Bool = false,
        around: [String] = []
    ) -> TemplateValue {
        switch value.content {
        case .array(let elements):
            var result: [TemplateValue] = []
            for element in elements { result.append(expanded(element, around: around)) }
            return TemplateValue(value.path, .array(result))
        case .object(let members):
            return TemplateValue(value.path, .object(expanded(members, isSection: isSection, around: around)))
        case .null, .bool, .number, .string, .unresolved:
            return value
        }
    }

    private mutating func expanded(
        _ members: [TemplateValue.Member],
        isSection: Bool,
        around: [String]
    ) -> [TemplateValue.Member] {
        guard members.contains(where: { Loop.isLoop($0.key) }) else {
            var result: [TemplateValue.Member] = []
            for member in members {
                result.append(.init(key: member.key, value: expanded(member.value, around: around)))
            }
            return result
        }
        var result: [TemplateValue.Member] = []
        var keys: Set<String> = []
        for member in members {
            let made =
                Loop.isLoop(member.key)
                ? unrolled(member, isSection: isSection, around: around)
                : [.init(key: member.key, value: expanded(member.value, around: around))]
            for member in made {
                if keys.insert(member.key).inserted {
                    result.append(member)
                } else {
                    findings.error(member.value.path, "the member \(member.key) is made twice")
                }
            }
        }
        return result
    }

    private mutating func unrolled(
        _ member: TemplateValue.Member,
        isSection: Bool,
        around: [String]
    ) -> [TemplateValue.Member] {
        guard isEnabled else {
            findings.error(
                member.value.path,
                "Fn::ForEach needs the transform \(Sections.languageExtensions)",
                remedy: "add it to Transform, before \(Sections.serverless) where that is there"
            )
            return []
        }
        guard let loop = Loop(member, findings), isNew(loop, at: member.value.path, around),
            let items = items(of: loop)
        else { return [] }
        checkKeys(loop)
        var result: [TemplateValue.Member] = []
        for item in items {
            let fragment = loop.fragment(for: item)
            guard takes(fragment, at: member.value.path) else { return result }
            let made = expanded(fragment, isSection: isSection, around: around + [loop.identifier])
            result += isSection ? made.filter(isLogicalID) : made
        }
        return result
    }

    private mutating func isNew(_ loop: Loop, at path: JSONPath, _ around: [String]) -> Bool {
        if let place = places[loop.name], place != path {
            findings.error(path, "the loop at \(place) is called \(loop.name) too")
            return false
        }
        places[loop.name] = path
        if around.contains(loop.identifier) {
            findings.error(path / 0, "a loop around this one has the identifier \(loop.identifier) too")
            return false
        }
        return true
    }

    private func checkKeys(_ loop: Loop) {
        for member in loop.fragment where !Loop.isLoop(member.key) && !loop.mentionsIdentifier(member.key) {
            findings.error(
                member.value.path,
                "the key must have ${\(loop.identifier)} or &{\(loop.identifier)} in it: each item makes one"
            )
        }
    }

    private func isLogicalID(_ member: TemplateValue.Member) -> Bool {
        if Loop.isName(member.key) { return true }
        findings.error(
            member.value.path,
            "OutputKey '\(member.key)' should be alphanumeric",
            remedy: "&{Identifier} leaves out what is no letter and no digit"
        )
        return false
    }

    /// The texts that the loop goes through; `nil`, and a complaint, where they cannot be known.
    private func items(of loop: Loop) -> [String]? {
        guard let collection = resolver.resolve(loop.collection), !collection.isUnresolved else { return nil }
        guard let elements = collection.elements else {
            findings.error(collection.path, "the collection of Fn::ForEach is a list, not \(collection.kind)")
            return nil
        }
        let items = elements.map(\.scalarText)
        for (element, item) in zip(elements, items) where item == nil && !element.isUnresolved {
            findings.error(element.path, "the collection of Fn::ForEach holds texts, not \(element.kind)")
        }
        return items.contains(nil) ? nil : items.compactMap { $0 }
    }

    private mutating func takes(_ fragment: [TemplateValue.Member], at path: JSONPath) -> Bool {
        valuesLeft -= fragment.reduce(0) { $0 + Self.count($1.value) }
        if valuesLeft < 0 { findings.error(path, "the loops of the template unfold into too many values") }
        return valuesLeft >= 0
    }

    private static func count(_ value: TemplateValue) -> Int {
        1 + (value.members ?? []).reduce(0) { $0 + count($1.value) }
            + (value.elements ?? []).reduce(0) { $0 + count($1) }
    }
}
