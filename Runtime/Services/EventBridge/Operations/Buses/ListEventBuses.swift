import JSON
import ServiceKit
import Wire

/// Lists buses in the order of their names.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html
struct ListEventBuses: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [
            .optional("NamePrefix", .string(length: 1...256, pattern: .busName)),
            .optional("NextToken", .string(length: 1...2048)),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
        ],
        java: "ListEventBusesRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        var buses = documents.all(Kind.bus, prefix: nil, call)
        if !buses.contains(where: { $0.name == "default" }) {
            buses.append(("default", try documents.bus("default", call)))
            buses.sort { $0.name < $1.name }
        }
        let matching = buses.filter { $0.name.hasPrefix(call.text("NamePrefix") ?? "") }.map { name, bus in
            (name: name, value: JSON.object(bus.listed(name, call)))
        }
        return try call.page(matching, "EventBuses")
    }
}

extension JSON.Object {
    /// A bus that nobody has ever changed tells no times.
    fileprivate func listed(_ name: String, _ call: RegionalCall) -> JSON.Object {
        var description = busDescription(name, call)
        if self["CreationTime"] == 0 {
            description["CreationTime"] = nil
            description["LastModifiedTime"] = nil
        }
        return description
    }
}
