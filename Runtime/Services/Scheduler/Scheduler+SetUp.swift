import JSON
import ServiceKit
import Wire

extension Scheduler {
    /// Makes what a request describes, or brings what is there already to it. For callers that can wait.
    package func setUp(_ action: String, _ request: JSON) throws {
        let operations: [any Operation<Scheduler>.Type] = Self.operations.map { $0 }
        do {
            try perform(action, request, among: operations)
        } catch let error as AWSError where error.code == "ConflictException" {
            if action == "CreateSchedule" { try perform("UpdateSchedule", request, among: operations) }
        }
    }

    /// Removes what a request of the template has made. For callers that can wait.
    package func takeBack(_ action: String, _ request: JSON) throws {
        try perform(action, request, among: Self.operations.map { $0 })
    }
}
