import JSON
import ServiceKit
import Storage
import Wire

/// Tells of one archive and what it holds.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeArchive.html
struct DescribeArchive: DocumentOperation<EventBridge> {
    static let input = Shape.structure(
        [.required("ArchiveName", .string(length: 1...48, pattern: .resourceName))],
        java: "DescribeArchiveRequest"
    )

    let call: RegionalCall

    static let access = OperationAccess.read

    func perform(_ service: EventBridge, _ connection: Connection) throws -> [UInt8] {
        let name = call.text("ArchiveName") ?? ""
        let archive = try service.documents.current.archive(name, call)
        var description = JSON.Object([
            ("ArchiveArn", .string(call.archiveARN(name))), ("ArchiveName", .string(name)),
        ])
        description.merge(archive.picking("EventSourceArn", "Description", "EventPattern", "KmsKeyIdentifier"))
        description.merge(try ArchiveContent("\(call.region)/\(name)", connection).json(archive))
        return JSON.object(description).bytes
    }
}
