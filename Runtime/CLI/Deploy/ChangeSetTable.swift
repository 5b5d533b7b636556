import Deployment

/// The changes of a change set, for people: what is lost comes first.
struct ChangeSetTable {
    private let changes: [Change]

    init(_ changes: [Change]) { self.changes = changes.inOrderOfWeight }

    func show(_ console: Console) {
        var table = TextTable(["", "RESOURCE", "TYPE", "CHANGE"], numbers: [])
        for change in changes {
            table.add([change.sign, change.logicalResourceID, change.resourceType, change.effect])
        }
        for line in table.lines(console) { console.print(line) }
        let counts = Dictionary(grouping: changes, by: \.effect).map { "\($0.value.count) \($0.key)" }.sorted()
        console.print(counts.joined(separator: ", "))
    }
}
