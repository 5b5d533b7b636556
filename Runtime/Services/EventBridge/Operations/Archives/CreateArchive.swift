import EventPatterns
import JSON
import ServiceKit
import Wire

/// Makes an archive, which keeps the events of a bus that match its pattern.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html
struct CreateArchive: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("ArchiveName", .string(length: 1...48, pattern: .resourceName)),
            .required("EventSourceArn", .string(length: 1...1600, pattern: .eventsARN)),
            .optional("Description", .string(length: 0...512)), .optional("EventPattern", .string(length: 0...4096)),
            .optional("RetentionDays", .number(java: "Integer", range: 0...Int.max)),
            .optional("KmsKeyIdentifier", .string(length: 0...2048)),
        ],
        java: "CreateArchiveRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let (name, source) = (call.text("ArchiveName") ?? "", call.text("EventSourceArn") ?? "")
        if let pattern = call.text("EventPattern") { _ = try EventPattern.read(pattern) }
        _ = try documents.bus(RegionalCall.plainName(source), call)
        let shelf = call.shelf(Kind.archive)
        guard documents[shelf, name] == nil else { throw .exists("Archive \(name) already exists.") }
        guard documents.all(shelf).count < Limits.archivesPerRegion else { throw .limitExceeded }
        var archive = call.picked("EventSourceArn", "Description", "EventPattern", "RetentionDays", "KmsKeyIdentifier")
        archive["RetentionDays"] = archive["RetentionDays"] ?? 0
        archive["CreationTime"] = call.timestamp
        documents[shelf, name] = archive
        documents.setArchiveRule(name, archive, call)
        return [
            "ArchiveArn": .string(call.archiveARN(name)), "State": "ENABLED", "CreationTime": call.timestamp,
        ]
    }
}

extension Documents {
    /// The rule that AWS shows for an archive.
    mutating func setArchiveRule(_ name: String, _ archive: JSON.Object, _ call: RegionalCall) {
        let bus = RegionalCall.plainName(archive.text("EventSourceArn") ?? "")
        var pattern = archive.text("EventPattern").flatMap { try? JSON(parsing: $0) }?.objectValue ?? JSON.Object()
        pattern["replay-name"] = [["exists": false]]
        self[call.shelf(Kind.rule), Self.ruleKey("Events-Archive-\(name)", bus)] = JSON.Object([
            ("EventPattern", .string(JSON.object(pattern).text)), ("State", "ENABLED"),
            ("ManagedBy", "prod.vhs.events.aws.internal"), ("Targets", [archiveTarget(name, call)]),
        ])
    }
}

/// How AWS writes its own way into an archive; events get there otherwise here.
private func archiveTarget(_ name: String, _ call: RegionalCall) -> JSON {
    let template = """
        {"archive-arn": "\(call.archiveARN(name))", "event": <aws.events.event.json>, \
        "ingestion-time": <aws.events.event.ingestion-time>}
        """
    return [
        "Id": .string("Events-Archive-\(name)"), "Arn": .string("arn:aws:events:\(call.region):::"),
        "InputTransformer": ["InputPathsMap": [:], "InputTemplate": .string(template)],
    ]
}

extension RegionalCall {
    func archiveARN(_ name: String) -> String { account.arn("events", "archive/\(name)").description }
}
