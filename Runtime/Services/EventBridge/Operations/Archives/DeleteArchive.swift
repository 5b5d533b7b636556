import JSON
import ServiceKit
import Storage
import Wire

/// Removes an archive and the events in it.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteArchive.html
struct DeleteArchive: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [.required("ArchiveName", .string(length: 1...48, pattern: .resourceName))],
        java: "DeleteArchiveRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("ArchiveName") ?? ""
        let bus = RegionalCall.plainName(try documents.archive(name, call).text("EventSourceArn") ?? "")
        documents[call.shelf(Kind.archive), name] = nil
        documents[call.shelf(Kind.rule), Documents.ruleKey("Events-Archive-\(name)", bus)] = nil
        return [:]
    }

    func perform(_ service: EventBridge, _ connection: Connection) throws -> [UInt8] {
        var documents = service.documents.current
        let reply = try change(&documents, service)
        try service.documents.write(documents, connection)
        try connection.run(
            "DELETE FROM events_archived WHERE archive = ?",
            .text("\(call.region)/\(call.text("ArchiveName") ?? "")")
        )
        return reply.bytes
    }
}
