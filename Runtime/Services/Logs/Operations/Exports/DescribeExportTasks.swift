import JSON
import ServiceKit
import Wire

/// Lists export tasks, those that were made first before the others.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeExportTasks.html
struct DescribeExportTasks: DocumentQuery<Logs> {
    static let input = Shape.request(
        name,
        [
            .optional("taskId", .string(length: 1...512)),
            .optional("statusCode", .string(values: ExportTask.Status.allCases.map(\.rawValue).sorted())),
            .optional("nextToken", .token), .optional("limit", .pageLimit),
        ]
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Logs) throws(AWSError) -> JSON {
        let (id, status) = (call.text("taskId"), call.text("statusCode"))
        let tasks = documents.exportTasks(call.region).filter { task in
            (id == nil || task.id == id) && (status == nil || task.status.rawValue == status)
        }
        let start = try start(in: tasks)
        let page = tasks[start...].prefix(call["limit"]?.intValue ?? 50)
        var reply = JSON.Object([("exportTasks", .array(page.map(\.json)))])
        if page.endIndex < tasks.count { reply["nextToken"] = page.last.map { .string($0.id) } }
        return .object(reply)
    }

    /// Behind the task that the token names, the last one of the page before.
    private func start(in tasks: [ExportTask]) throws(AWSError) -> Int {
        guard let token = call.text("nextToken") else { return 0 }
        guard let last = tasks.firstIndex(where: { $0.id == token }) else { throw .badToken }
        return last + 1
    }
}
