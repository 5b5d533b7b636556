import JSON

/// Reads an `AWS::SQS::QueuePolicy`: it becomes the policy of the queues that it names, which is kept, not enforced.
struct QueuePolicyReader {
    private let fields: Fields
    private let findings: Findings

    init?(_ resource: Resource, _ resolver: Resolver) {
        guard let fields = resolver.fields(of: resource) else { return nil }
        self.fields = fields
        findings = resolver.findings
    }

    func apply(to queues: inout [Application.Queue]) {
        PropertyTable.queuePolicy.check(fields)
        if fields["Queues"] == nil { fields.missing("Queues") }
        guard let document = fields.object("PolicyDocument") else {
            if fields["PolicyDocument"] == nil { fields.missing("PolicyDocument") }
            return
        }
        for value in fields.list("Queues") ?? [] {
            guard let url = fields.string(value) else { continue }
            let name = url.split(separator: "/").last ?? ""
            if let index = queues.firstIndex(where: { $0.name == name }) {
                queues[index].attributes["Policy"] = document.value.json.text
            } else {
                findings.warning(value.path, "the template has no queue \(url): its policy is not set")
            }
        }
    }
}
