import EventPatterns
import JSON
import ServiceKit
import Wire

/// Changes what an archive keeps from now on.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateArchive.html
struct UpdateArchive: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("ArchiveName", .string(length: 1...48, pattern: .resourceName)),
            .optional("Description", .string(length: 0...512)), .optional("EventPattern", .string(length: 0...4096)),
            .optional("RetentionDays", .number(java: "Integer", range: 0...Int.max)),
            .optional("KmsKeyIdentifier", .string(length: 0...2048)),
        ],
        java: "UpdateArchiveRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("ArchiveName") ?? ""
        if let pattern = call.text("EventPattern") { _ = try EventPattern.read(pattern) }
        var archive = try documents.archive(name, call)
        archive.merge(call.picked("Description", "EventPattern", "RetentionDays", "KmsKeyIdentifier"))
        documents[call.shelf(Kind.archive), name] = archive
        documents.setArchiveRule(name, archive, call)
        return [
            "ArchiveArn": .string(call.archiveARN(name)), "State": "ENABLED",
            "CreationTime": archive["CreationTime"] ?? .null,
        ]
    }
}

extension Documents {
    func archive(_ name: String, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        guard let archive = self[call.shelf(Kind.archive), name] else {
            throw .notFound("Archive \(name) does not exist.")
        }
        return archive
    }
}
