import JSON
import ServiceKit
import Storage
import Wire

/// Begins to write the events of a group into a bucket. Only one task may be under way.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateExportTask.html
struct CreateExportTask: DocumentOperation {
    static let input = Shape.request(
        name,
        [
            .optional("taskName", .string(length: 1...512)), .required("logGroupName", .groupName),
            .optional("logStreamNamePrefix", .streamName), .required("from", .time), .required("to", .time),
            .required("destination", .string(length: 1...512)), .optional("destinationPrefix", .string()),
        ]
    )
    static let access = OperationAccess.deferred

    let call: RegionalCall

    /// Looks for the group, tries the bucket, and keeps the task: each when the one before is done.
    func begin(_ service: Logs, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        let task = ExportTask(call)
        service.context.database.read { connection in
            do {
                _ = try LogStore(connection.get()).existingGroup(task.group)
                try Self.checkNoneIsUnderWay(service.documents.current, call)
                guard let objects = service.objects, objects.hasBucket(task.bucket) else { throw Self.noBucket }
                objects.put(task.probe.bytes, as: task.probe.key, in: task.bucket) { failure in
                    if let failure { return answer(.failure(Self.refused(failure))) }
                    keep(task, service, answer)
                }
            } catch {
                answer(.failure(error))
            }
        }
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] { Reply.nothing }

    private func keep(_ task: ExportTask, _ service: Logs, _ answer: @escaping Completion) {
        service.context.database.write(.alone) { connection in
            var documents = service.documents.current
            try Self.checkNoneIsUnderWay(documents, call)
            documents.put(task, call.region)
            try service.documents.write(documents, connection)
        } completion: { result in
            if case .success = result {
                service.documents.commit()
                service.export(task.id, call.region)
            }
            answer(result.map { Reply.bytes([("taskId", .string(task.id))]) })
        }
    }

    private static func checkNoneIsUnderWay(_ documents: Documents, _ call: RegionalCall) throws(AWSError) {
        let isThere = documents.any(call.shelf(ExportTask.kind)) { !ExportTask($1).status.isOver } != nil
        if isThere { throw .limitExceeded }
    }

    private static let noBucket = AWSError.invalidParameter(
        "The given bucket does not exist. Please make sure the bucket is valid."
    )

    private static func refused(_ failure: AWSError) -> AWSError {
        .invalidParameter("PutObject call on the given bucket failed: \(failure.message)")
    }
}
