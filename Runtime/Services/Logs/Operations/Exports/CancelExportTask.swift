import JSON
import ServiceKit
import Wire

/// Ends an export task that is not over. What it has written stays.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CancelExportTask.html
struct CancelExportTask: DocumentChange<Logs> {
    static let input = Shape.request(name, [.required("taskId", .string(length: 1...512))])

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        guard var task = documents.exportTask(call.text("taskId") ?? "", call.region) else {
            throw AWSError("ResourceNotFoundException", message: "The specified export task does not exist.")
        }
        guard !task.status.isOver else {
            throw AWSError(
                "InvalidOperationException",
                message: "The specified export task has already finished"
            )
        }
        task.become(.cancelling, at: call.now)
        documents.put(task, call.region)
        return [:]
    }
}
