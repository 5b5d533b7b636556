/// Everything that `Ref`, `Fn::GetAtt` and `DependsOn` can name: the template's resources and those that SAM adds.
struct Resources {
    /// Those of the template, in its order.
    let declared: [Resource]
    /// Queues and topics that the template leaves SAM to make. What else SAM makes is part of what it makes it of.
    let made: [Resource]
    private let generated: Set<String>
    private let byName: [String: Resource]
    private let byType: [String: [Resource]]

    init(_ section: TemplateValue?, _ globals: Globals, _ findings: Findings) {
        if section == nil { findings.error(.root / "Resources", "Resources is missing") }
        let members = section.flatMap { Fields($0, at: $0.path, findings)?.value.members }
        if members?.isEmpty == true { findings.error(.root / "Resources", "at least one resource is needed") }
        declared = (members ?? []).compactMap { Resource($0, globals, findings) }
        let sam = SAMAdditions(to: declared, globals, findings)
        let additions = sam.resources
        made = additions.filter { ["AWS::SQS::Queue", "AWS::SNS::Topic"].contains($0.type) }
        generated = Set(additions.map(\.logicalID))
        let named = Dictionary((declared + additions).map { ($0.logicalID, $0) }) { first, _ in first }
        byName = named.merging(sam.aliases.compactMapValues { named[$0] }) { own, _ in own }
        byType = Dictionary(grouping: declared + additions, by: \.type)
    }

    /// There are none.
    init() { (declared, made, generated, byName, byType) = ([], [], [], [:], [:]) }

    subscript(name: String) -> Resource? { byName[name] }

    func isGenerated(_ resource: Resource) -> Bool { generated.contains(resource.logicalID) }

    var names: [String] { byName.keys.sorted() }

    /// Those of the template first, in its order.
    func all(ofType type: String) -> [Resource] { byType[type] ?? [] }
}
