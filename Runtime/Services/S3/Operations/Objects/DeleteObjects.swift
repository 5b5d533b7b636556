import ServiceKit
import Wire

/// Removes up to a thousand objects or versions at once.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
struct DeleteObjects: WriteAction {
    static let route = Route("POST", .bucket, "delete")

    let call: Call
    private let objects: [(key: String, version: String?, etag: String?)]
    private let isQuiet: Bool

    init(_ call: Call) throws(AWSError) {
        self.call = call
        let given = try Intake.given(call.request.headers)
        guard call.header("Content-MD5") != nil || given != nil || call.header("x-amz-trailer") != nil else {
            throw .invalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*")
        }
        let root = try call.xml("Delete")
        let elements = root.all("Object")
        guard (1...1_000).contains(elements.count), elements.allSatisfy({ $0.text("Key")?.isEmpty == false }) else {
            throw .malformedXML
        }
        objects = elements.map { element in
            (
                element.text("Key") ?? "", element.text("VersionId").flatMap { $0.isEmpty ? nil : $0 },
                element.text("ETag")
            )
        }
        isQuiet = root.text("Quiet")?.lowercased() == "true"
    }

    func write(_ transaction: Transaction) throws -> Reply {
        _ = try transaction.bucket(call.bucket)
        var (deleted, failed): ([(String, String?, Transaction.Deletion)], [(String, String?, AWSError)]) = ([], [])
        for object in objects {
            do {
                try ObjectKey.check(object.key)
                try check(object, transaction)
                deleted.append(
                    (
                        object.key, object.version,
                        try transaction.delete(call.bucket, object.key, version: object.version)
                    )
                )
            } catch let error as AWSError {
                failed.append((object.key, object.version, error))
            }
        }
        return Reply(xml(isQuiet ? [] : deleted, failed))
    }

    private func check(_ object: (key: String, version: String?, etag: String?), _ transaction: Transaction) throws {
        guard let etag = object.etag else { return }
        let present = try transaction.connection.object(call.bucket, object.key, version: object.version)
        var conditions = Conditions([:])
        conditions.match = etag
        try conditions.checkWrite(present?.etag, object.key)
    }

    private func xml(
        _ deleted: [(key: String, version: String?, deletion: Transaction.Deletion)],
        _ failed: [(key: String, version: String?, error: AWSError)]
    ) -> XMLText {
        XMLText("DeleteResult") { root in
            for (key, version, deletion) in deleted {
                root.element("Deleted") {
                    $0.element("Key", key)
                    $0.element("VersionId", version)
                    if deletion.isMarker {
                        $0.element("DeleteMarker", true)
                        $0.element("DeleteMarkerVersionId", deletion.version)
                    }
                }
            }
            for (key, version, error) in failed {
                root.element("Error") {
                    $0.element("Key", key)
                    $0.element("VersionId", version)
                    $0.element("Code", error.code)
                    $0.element("Message", error.message)
                }
            }
        }
    }
}
