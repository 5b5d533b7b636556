import FoundationEssentials
import JSON
import Lambda
import ServiceKit
import Storage
import Time
import Wire

/// Lists mappings, all of them or those of a source and a function; up to a hundred at a time.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
struct ListEventSourceMappings: RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "/2015-03-31/event-source-mappings",
        query: [.init("EventSourceArn"), .init("FunctionName"), .init("Marker"), .init("MaxItems", .number)]
    )
    static let input = Shape.structure(
        [
            .optional("EventSourceArn", .sourceARN),
            .optional("FunctionName", .string(length: 1...256)),
            .optional("Marker", .string()),
            .optional("MaxItems", .number(java: "Integer", range: 1...10_000)),
        ],
        java: "ListEventSourceMappingsRequest"
    )
    static let access = OperationAccess.read

    private let source: String?
    /// That of a function which is not there is empty: it has no mappings.
    private let functionARN: String?
    /// The UUID of the last mapping of the page before.
    private let marker: String?
    private let limit: Int

    init(_ input: JSON.Object, _ service: EventSources) throws(AWSError) {
        source = input["EventSourceArn"]?.stringValue
        if let name = input["FunctionName"]?.stringValue {
            functionARN = try service.lambda.target(name)?.arn.description ?? ""
        } else {
            functionARN = nil
        }
        marker = input["Marker"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        guard marker.map({ UUID(uuidString: $0) != nil }) ?? true else {
            throw .invalidParameter("Invalid pagination key.")
        }
        limit = min(100, input["MaxItems"]?.intValue ?? 100)
    }

    func perform(_ service: EventSources, _ connection: Connection) throws -> [UInt8] {
        let entries = service.all.filter { entry in
            let mapping = entry.mapping
            return source.map { $0 == mapping.source.description } ?? true
                && functionARN.map { $0 == mapping.functionARN.description } ?? true
                && marker.map { $0 < mapping.uuid } ?? true
        }
        let now = service.context.time.now
        let page = entries.prefix(limit).map { service.reply($0, at: now) }
        var reply = JSON.Object([("EventSourceMappings", .array(page))])
        if entries.count > limit { reply["NextMarker"] = .string(entries[limit - 1].mapping.uuid) }
        return JSON.object(reply).bytes
    }
}
